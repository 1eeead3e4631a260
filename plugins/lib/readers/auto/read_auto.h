// The stage read.auto: text files, JSON, JSON Lines, CSV, Parquet, Arrow, SQLite, web archives,
// mailboxes, treebanks and documents of word processors, each read by the reader for its name's
// ending. Where that says nothing, its first bytes may.
//
// All inputs of a kind are read by one reader, which is the stage of that kind: what readers hold
// (open files, memory, a lane's own) does not grow with how often kinds take turns. All of them
// give the columns of read.jsonl; for files of text and web pages, those after `source` are null.
#ifndef TEXTMILL_PLUGINS_READ_AUTO_READ_AUTO_H_
#define TEXTMILL_PLUGINS_READ_AUTO_READ_AUTO_H_

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/inputs.h"
#include "plugins/lib/io/record_files.h"
#include "textmill/source.hpp"

namespace textmill::readauto {

class ReadAuto final : public Source {
 public:
  ReadAuto();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), or "
      "folders (all files in them with an ending that is known, at any depth)."};
  Param<Map<std::string>> fields{this, "fields", kOptional,
                                 "Where columns come from in records: the column's name, then the "
                                 "field's, as `read.jsonl` and "
                                 "`read.csv` have them: `text: body`."};
  Param<Value> types{this, io::TypesParam("Types of columns, as `read.jsonl` has them.")};
  Param<std::string> separator{this, "separator", kOptional,
                               "What is between two cells of CSV, as `read.csv` has it."};
  Param<std::vector<std::string>> encoding{this, "encoding", std::vector<std::string>{"auto"},
                                           "How files are encoded, as `read.text` has it."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{this, "id", "the record's `id`, or `path@offset`; a text file's path"};
  Out<Utf8> text{this, "text", "the document's text"};
  Out<Utf8> source{this, "source", "the record's `source`, or the file's path"};
  Out<Utf8> title{this, "title", "the record's `title`, or null"};
  Out<Utf8> url{this, "url", "the record's `url`, or null"};
  Out<Utf8> date{this, "date", "the record's `date`, or null"};
  Out<Utf8> extra{this, "extra",
                  "all other fields of the record, as JSON; null when there are none"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override;
  bool NextFault(uint32_t& input, std::string& why) override;

 private:
  enum class Kind {
    kText,
    kJsonl,
    kJson,
    kCsv,
    kParquet,
    kArrow,
    kWarc,
    kSqlite,
    kMbox,
    kConllu,
    kHtml,
    kDocx,
    kOdt,
    kEpub,
    kPdf
  };
  // Whether a file is one document, which has the columns that all have alone.
  static bool IsWhole(Kind kind) { return kind == Kind::kText || kind == Kind::kHtml; }
  struct Reader {
    Kind kind;
    std::vector<uint32_t> inputs;  // which of ours its inputs are
    std::shared_ptr<Source> source;
    // What it gave last, where that is of an input whose turn has not come.
    std::optional<std::variant<Unit, InputFailed>> ahead;
  };
  // Of an input: its reader, and its number there.
  struct Place {
    size_t reader;
    uint32_t input;
  };
  struct ReaderLanes;

  static Kind KindOf(const std::string& path);
  Kind KindByContent(const std::string& path) const;
  void MakeReaders();
  static void LookAhead(Reader& reader, uint64_t want_bytes);
  std::shared_ptr<Source> MakeReader(Kind kind, const std::vector<std::string>& paths) const;
  void CheckColumns(Kind kind, const Source& reader) const;

  io::InputFiles files_;
  std::vector<Kind> kinds_;  // of the files
  std::vector<Reader> readers_;
  std::vector<Place> places_;  // of the files
  uint32_t current_ = 0;       // the file that units come from
};

}  // namespace textmill::readauto

#endif  // TEXTMILL_PLUGINS_READ_AUTO_READ_AUTO_H_
