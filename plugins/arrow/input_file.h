// A file as Arrow wants to read it: by position, on any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_INPUT_FILE_H_
#define TEXTMILL_PLUGINS_ARROW_INPUT_FILE_H_

#include <arrow/io/interfaces.h>

#include <memory>
#include <string>

namespace textmill::arrowfiles {

// Throws Error where the file cannot be read, or not by position.
std::shared_ptr<arrow::io::RandomAccessFile> OpenInput(const std::string& path);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_INPUT_FILE_H_
