// Gives the outputs of a run their names: all of them, or none.
//
// An older file of that name changes places with the new one, so that it can be put back until all
// is done. Folders are synced before and after; while more than one file gets its name, a mark
// beside the first (publishing_mark.h) says so, should the machine fail. One thread at a time.
#ifndef CORE_RUN_PUBLICATION_H_
#define CORE_RUN_PUBLICATION_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "core/result.h"

namespace textmill::core {

struct NewName {
  std::string part;  // the complete file, synced, open as `file`
  std::string path;  // the name that it is to get
  int file = -1;
  bool replaces = false;  // whether a file of that name may be replaced
  bool removes = false;   // `part` is empty and goes, and so does an older file of that name
  // What `part` is known by where `file` is -1.
  dev_t device = 0;
  ino_t inode = 0;
};

struct Published {
  Status status;
  std::vector<bool> named;  // which of the files have their final name now
};

// Where it fails, everything that can be is as it was before.
Published Publish(const std::vector<NewName>& names);

// What Publish did to a file, undone: for a run that goes on after it was killed while its outputs
// got their names. `part` gets its file back, and `path` the older one if it is still there.
Status TakeNameBack(const std::string& part, const std::string& path);

// Waits until all that was written to the file system of `path` is on the disk.
Status SyncFileSystem(const std::string& path);

// Syncs a folder, so that the names in it outlast a power cut.
Status SyncFolder(const std::string& folder);

}  // namespace textmill::core

#endif  // CORE_RUN_PUBLICATION_H_
