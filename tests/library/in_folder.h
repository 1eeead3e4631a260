// A test that works in its scratch folder, as a program that uses the library would.
#ifndef TESTS_LIBRARY_IN_FOLDER_H_
#define TESTS_LIBRARY_IN_FOLDER_H_

#include "tests/program.h"

namespace textmill::tests {

class InFolderTest : public ProgramTest {
 protected:
  InFolderTest() : before_(fs::current_path()) { fs::current_path(folder_); }
  ~InFolderTest() override { fs::current_path(before_); }

 private:
  const fs::path before_;
};

}  // namespace textmill::tests

#endif  // TESTS_LIBRARY_IN_FOLDER_H_
