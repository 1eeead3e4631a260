// Input files of records, cut into units: what a reader's ListInputs, NextUnit and ReadRecord do.
//
// List and Next are called one at a time; Bytes and Record on any thread, for units that Next gave.
#ifndef TEXTMILL_PLUGINS_IO_RECORD_FILES_H_
#define TEXTMILL_PLUGINS_IO_RECORD_FILES_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/cutter.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/inputs.h"
#include "plugins/lib/io/record_ends.h"
#include "plugins/lib/io/stream_cutter.h"

namespace textmill::io {

// A lane's file and memory. The bytes of a unit are valid until the next unit's are asked for.
struct UnitBytes {
  File file;
  uint32_t input = 0;
  std::unique_ptr<char[]> memory;
  size_t capacity = 0;
};

// Opens the content of an input a second time, from its front on. Throws Error where it cannot.
using ReadAgain = std::function<std::unique_ptr<ByteStream>()>;

class RecordFiles {
 public:
  // Gives what makes UTF-8 of an input's content, seen its front; nothing where it is UTF-8. Throws
  // Error where it cannot be read.
  using ChooseDecode =
      std::function<Decode(uint32_t input, std::string_view front, const ReadAgain& again)>;

  RecordFiles(InputRule rule, std::unique_ptr<RecordEnds> ends)
      : rule_(std::move(rule)), ends_(std::move(ends)) {}
  virtual ~RecordFiles() = default;

  // Before List: whether compressed inputs are checked to their end before anything of them is
  // read, and not read at all when they are damaged.
  void DropDamaged(bool drop) { drop_damaged_ = drop; }
  // Before Next: content that is not UTF-8 is decoded. Offsets are then places in the UTF-8.
  void DecodeBy(ChooseDecode choose) { choose_decode_ = std::move(choose); }
  const std::vector<Input>& List(const std::vector<Path>& paths);
  const std::string& path(uint32_t input) const { return files_.inputs[input].path; }
  // Where `cancelled` asks the host whether to give up waiting for a pipe. Throws InputFailed.
  bool Next(uint64_t want_bytes, const std::function<bool()>& cancelled, Unit& unit);

  // The unit's bytes; 64 bytes after them may be read. Not for units that are kTooLong.
  std::string_view Bytes(const UnitView& unit, UnitBytes& lane) const;
  // For the summary: files passed over.
  std::vector<AccountNumber> Account() const { return AccountOf(files_); }
  // The next input that changed while it was read; false when there is none. Once all were read.
  bool NextFault(uint32_t& input, std::string& why);
  // Appends a record as it is, or the front of one that is too long.
  void Record(const UnitView& unit, uint64_t offset, uint64_t length, Buffer& to) const;

 protected:
  // A new input; may take a header from the stream. By default nothing is taken.
  virtual void Begin(uint32_t, StreamCutter&) {}
  // All of an input was cut; throws Error where it ought to go on.
  virtual void End(uint32_t) {}
  // Whether units of plain files can be found without reading them: lines without a header.
  virtual bool cuts_at_lines() const { return true; }
  // For formats whose records have no ends that can be seen: another cutter. `by_position`: the
  // file can be read again. Null: that of RecordEnds.
  virtual std::unique_ptr<Cutter> OwnCutter(uint32_t, File&, bool /*by_position*/,
                                            const std::function<bool()>& /*cancelled*/) {
    return nullptr;
  }
  // As it is opened.
  const std::string& raw_path(uint32_t input) const { return files_.paths[input]; }

 private:
  Decode DecodeOf(uint32_t input, std::string_view front,
                  const std::function<bool()>& cancelled) const;
  std::unique_ptr<Cutter> Open(uint32_t input, const std::function<bool()>& cancelled);
  File OpenAgain(uint32_t input) const;
  void Verify(uint32_t input, const std::function<bool()>& cancelled) const;
  // Remembers when an input is not what it was when it was opened.
  void Compare(uint32_t input, const File::Identity& now) const;

  const InputRule rule_;
  const std::unique_ptr<RecordEnds> ends_;
  InputFiles files_;
  std::vector<File::Identity> identities_;  // of the inputs met so far
  bool drop_damaged_ = false;
  ChooseDecode choose_decode_;
  mutable std::mutex changed_mutex_;
  mutable std::map<uint32_t, File::Identity> changed_;  // inputs, and what they were then
  std::unique_ptr<Cutter> cutter_;                      // of the current input, once it is open
  uint32_t current_ = 0;
};

// The parameter `on_damage`, for DropDamaged.
Param<Choice> OnDamage(StageBase* stage);

// The message for a record that is too long.
std::string TooLongMessage(uint64_t length);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_RECORD_FILES_H_
