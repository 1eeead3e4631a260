// The stage read.mbox.
#ifndef TEXTMILL_PLUGINS_READ_MBOX_READ_MBOX_H_
#define TEXTMILL_PLUGINS_READ_MBOX_READ_MBOX_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/record_columns.h"
#include "textmill/source.hpp"

namespace textmill::mbox {

// As io::RecordFiles, but a plain file has to be read to find where its messages end.
class MailboxFiles final : public io::RecordFiles {
 public:
  MailboxFiles();

 protected:
  bool cuts_at_lines() const override { return false; }
};

struct Message;

class ReadMbox final : public Source {
 public:
  ReadMbox();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Mailboxes to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .mbox, .mbx or .eml, in any case and also with .gz "
      "or "
      ".zst after it, at any depth), or `-` for standard input."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{this, "id",
               "the message's `Message-ID`; without one, the file's path, `@`, and the message's "
               "byte offset"};
  Out<Utf8> text{this, "text", "the plain text of the message, else its HTML; see `mime`"};
  Out<Utf8> source{this, "source", "the file's path"};
  Out<Utf8> title{this, "title", "the subject, or null"};
  Out<Timestamp> date{this, "date", "when it was written, or null"};
  Out<Utf8> from{this, "from", "who wrote it, or null"};
  Out<Utf8> to{this, "to", "to whom, or null"};
  Out<Utf8> cc{this, "cc", "who got a copy, or null"};
  Out<Utf8> in_reply_to{this, "in_reply_to", "the `Message-ID` that it answers, or null"};
  Out<Utf8> mime{this, "mime", "`text/plain`, or `text/html` where the text is HTML"};
  Out<Int64> attachments{this, "attachments", "how many files go with it; they are not read"};

  // Before Bind: these columns instead of its own, as readers of records make them: for read.auto.
  void GiveRecords(std::vector<Field> columns) { records_.Give(std::move(columns)); }

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  bool NextFault(uint32_t& input, std::string& why) override {
    return files_.NextFault(input, why);
  }

 private:
  using Counts = std::map<std::pair<std::string, std::string>, int64_t>;

  void AddRecord(const Message& message, const std::string& file, uint64_t offset,
                 Rows& rows) const;
  void Add(std::string_view record, const std::string& file, uint64_t offset, Rows& rows,
           Counts* counts) const;

  readers::RecordColumns records_;
  MailboxFiles files_;
  mutable std::mutex mutex_;
  mutable Counts counts_;
};

}  // namespace textmill::mbox

#endif  // TEXTMILL_PLUGINS_READ_MBOX_READ_MBOX_H_
