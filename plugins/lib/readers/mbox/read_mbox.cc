#include "plugins/lib/readers/mbox/read_mbox.h"

#include <algorithm>

#include "plugins/lib/readers/mbox/mbox_ends.h"
#include "plugins/lib/readers/mbox/message.h"

namespace textmill::mbox {
namespace {

constexpr const char* kDescription =
    R"(E-mail as mailboxes have it (mbox): messages one after the other, each after a line `From sender
date` that follows a blank line. A file without such a line is one message, as `.eml` files are.
Lines that are quoted as `>From ` get their own form back. Files may be plain, gzip or Zstandard, which
is known by their first bytes.

**Text.** Of the parts of a message, those of plain text that are shown are the text, one after the
other; where there are none, the HTML is, and `mime` says so: `html.text` with `when: mime ==
"text/html"` makes text of it. What else goes with a message is counted in `attachments`, and not
read; so is a message within a message. Quoted-printable, base64 and the words of other encodings in
heads are decoded, and all is in UTF-8 afterwards: what is not valid in the encoding that a part names
is looked at as that of web pages is (see `read.warc`).

A record without any field of a head is no message, and fails; so does one that is longer than 64 MiB
or has more than a million lines.)";

constexpr const char* kExample =
    R"(- uses: read.mbox
  with: { path: "lists/*.mbox.gz" }
- uses: html.text
  when: mime == "text/html"
)";

// Each line may be a field or a part, for which GMime takes half a kB and more.
constexpr ptrdiff_t kMostLines = 1000000;

struct MboxLane final : Lane {
  io::UnitBytes bytes;
};

void AppendOrNull(std::string_view value, BytesBuilder& to) {
  if (value.empty()) return to.AppendNull();
  to.Append(value);
}

}  // namespace

MailboxFiles::MailboxFiles()
    : io::RecordFiles({{".mbox", ".mbx", ".eml"}, true}, std::make_unique<MboxEnds>()) {}

ReadMbox::ReadMbox() {
  Describe("read.mbox", "1.0.0",
           "Reads mailboxes (mbox) and e-mail messages: each message is one document.");
  Explain(kDescription, kExample);
}

void ReadMbox::Bind(Binder& binder) {
  if (!records_.given()) return mime.SetValues({"text/plain", "text/html"});
  records_.Bind(binder, "mailboxes");
  for (OutBase* out :
       {static_cast<OutBase*>(&id), static_cast<OutBase*>(&text), static_cast<OutBase*>(&source),
        static_cast<OutBase*>(&title), static_cast<OutBase*>(&date), static_cast<OutBase*>(&from),
        static_cast<OutBase*>(&to), static_cast<OutBase*>(&cc), static_cast<OutBase*>(&in_reply_to),
        static_cast<OutBase*>(&mime), static_cast<OutBase*>(&attachments)})
    out->Enable(false);
}

std::unique_ptr<Lane> ReadMbox::NewLane() const { return std::make_unique<MboxLane>(); }

const std::vector<Input>& ReadMbox::ListInputs() {
  files_.DropDamaged(on_damage == "drop");
  return files_.List(path);
}

bool ReadMbox::NextUnit(uint64_t want_bytes, Unit& unit) {
  return files_.Next(
      want_bytes, [this] { return Cancelled(); }, unit);
}

void ReadMbox::Add(std::string_view record, const std::string& file, uint64_t offset, Rows& rows,
                   Counts* counts) const {
  const std::string_view bytes = WithoutSeparator(record);
  if (bytes.find_first_not_of(" \t\r\n") == bytes.npos) return;  // before the first message
  if (std::count(bytes.begin(), bytes.end(), '\n') > kMostLines)
    return rows.Fail(offset, record.size(), "the message has more than a million lines");
  const Message message = ParseMessage(bytes);
  if (!message.has_head)
    return rows.Fail(offset, record.size(), "it is no message: it has no head with fields");
  for (const html::DecodeReport& part : message.parts) {
    ++(*counts)[{"texts by encoding", part.encoding}];
    if (part.replaced > 0)
      (*counts)[{"characters replaced", part.encoding}] += static_cast<int64_t>(part.replaced);
  }
  if (records_.given()) {
    AddRecord(message, file, offset, rows);
    return rows.Document(offset, record.size());
  }
  if (message.id.empty())
    rows[id].Append(file + "@" + std::to_string(offset));
  else
    rows[id].Append(message.id);
  rows[text].Append(message.text);
  rows[source].Append(file);
  AppendOrNull(message.subject, rows[title]);
  if (message.date)
    rows[date].Append(*message.date);
  else
    rows[date].AppendNull();
  AppendOrNull(message.from, rows[from]);
  AppendOrNull(message.to, rows[to]);
  AppendOrNull(message.cc, rows[cc]);
  AppendOrNull(message.in_reply_to, rows[in_reply_to]);
  rows[mime].Append(message.is_html ? "text/html" : "text/plain");
  rows[attachments].Append(message.attachments);
  rows.Document(offset, record.size());
}

void ReadMbox::AddRecord(const Message& message, const std::string& file, uint64_t offset,
                         Rows& rows) const {
  const std::string own_id = message.id.empty() ? file + "@" + std::to_string(offset) : message.id;
  const std::string files = std::to_string(message.attachments);
  readers::KnownOfRecord known{own_id, file, message.subject, {}, message.date, {}, {}};
  known.others = {{"from", message.from},
                  {"to", message.to},
                  {"cc", message.cc},
                  {"in_reply_to", message.in_reply_to},
                  {"mime", message.is_html ? "text/html" : "text/plain"}};
  if (message.attachments > 0) known.others.push_back({"attachments", files, true});
  records_.Text(rows).Append(message.text);
  records_.AppendOthers(known, rows);
}

void ReadMbox::ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const {
  if (unit.flags() & io::kTooLong) {
    const uint64_t length = unit.end() - unit.begin();
    return rows.Fail(unit.begin(), length, io::TooLongMessage(length));
  }
  const std::string_view bytes = files_.Bytes(unit, static_cast<MboxLane*>(lane)->bytes);
  Counts counts;
  MboxEnds ends;
  for (size_t at = 0; at < bytes.size();) {
    ends.Restart();
    const size_t end = ends.First(bytes.substr(at));
    const std::string_view record = bytes.substr(at, end == 0 ? bytes.npos : end);
    Add(record, files_.path(unit.input()), unit.begin() + at, rows, &counts);
    at += record.size();
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [key, n] : counts) counts_[key] += n;
}

std::vector<AccountNumber> ReadMbox::Account() const {
  std::vector<AccountNumber> account = files_.Account();
  const std::lock_guard lock(mutex_);
  for (const auto& [key, n] : counts_) account.push_back({key.first, key.second, n});
  return account;
}

void ReadMbox::ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const {
  files_.Record(unit, offset, length, bytes);
}

}  // namespace textmill::mbox
