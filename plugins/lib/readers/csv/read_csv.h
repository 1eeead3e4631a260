// The stage read.csv.
#ifndef TEXTMILL_PLUGINS_READ_CSV_READ_CSV_H_
#define TEXTMILL_PLUGINS_READ_CSV_READ_CSV_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/csv/csv_ends.h"
#include "plugins/lib/readers/csv/layout.h"
#include "plugins/lib/readers/encoding/record_encodings.h"
#include "textmill/source.hpp"

namespace textmill::csv {

class ReadCsv final : public Source {
 public:
  ReadCsv();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), "
      "folders (all files in them that end in .csv or .tsv, or these with .gz or .zst, at any "
      "depth), or `-` for standard input."};
  Param<std::string> separator{this, "separator", std::string(","),
                               "What is between two cells: one character, or `tab`. When not "
                               "given, files that end in .tsv have tabs, and a first line such as "
                               "`sep=;`, as Excel writes it, says it for its file."};
  Param<Choice> on_unclosed{
      this,
      "on_unclosed",
      {"fail", "line"},
      "What to do with a quotation mark that is never closed, or only by the next one that should "
      "open a cell: `fail` one record, which takes all up to there with it; or end that record, "
      "which fails, with its `line`, and read on."};
  Param<bool> header{this, "header", true,
                     "Whether the first record of each file holds the names of its columns."};
  Param<std::vector<std::string>> columns{this, "columns", kOptional,
                                          "The names of the columns from left to right, for files "
                                          "without a header. With `header: true` "
                                          "they take the place of the header's."};
  Param<Map<std::string>> fields{
      this, "fields", kOptional,
      "Where columns come from: the column's name, then the name in the header: `text: body`."};
  Param<Value> types{
      this, io::TypesParam(
                "Types of columns other than string, by the column's name: int, float, bool or "
                "timestamp; a column that "
                "`fields` does not mention is read from the cells of its own name. "
                "Timestamps are ISO 8601; those without a time zone are taken as UTC.")};
  Param<std::vector<std::string>> encoding{this, "encoding", std::vector<std::string>{"auto"},
                                           "How files are encoded where no byte order mark says "
                                           "so: a name, or a list of which the first "
                                           "counts in which the whole file is valid, as `[utf-8, "
                                           "windows-1252]`; see `read.text`. `auto` "
                                           "is UTF-8, and UTF-16 where it is recognised."};
  Param<Choice> on_damage = io::OnDamage(this);

  Out<Utf8> id{
      this, "id",
      "the cell `id`; where it is empty or missing, the file's path, `@`, and the record's "
      "byte offset"};
  Out<Utf8> text{this, "text", "the cell `text`: the document's text"};
  Out<Utf8> source{this, "source",
                   "the cell `source`; where it is empty or missing, the file's path"};
  Out<Utf8> title{this, "title", "the cell `title`, or null"};
  Out<Utf8> url{this, "url", "the cell `url`, or null"};
  Out<Utf8> date{this, "date", "the cell `date` as it is written, or null; see `types`"};
  Out<Utf8> extra{this, "extra",
                  "all other cells, as one JSON object of strings in their order; null when there "
                  "are none. Writers give them back"};

  // Before Bind: what is read are rows of a table, see io::TakeTableRows.
  void ReadTable() { table_ = true; }
  // Before Open: files whose first records show another separator are read with that, unless
  // `separator` is given.
  void FindSeparators() { finds_separators_ = true; }
  // What the header of the first input names, once a unit of it was cut.
  std::vector<std::string> Names() const;

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
  // Takes the header off each file.
  class Files final : public io::RecordFiles {
   public:
    explicit Files(ReadCsv& stage);

   protected:
    void Begin(uint32_t input, io::StreamCutter& content) override;
    bool cuts_at_lines() const override { return false; }

   private:
    ReadCsv& stage_;
  };

  Layout ReadHeader(uint32_t input, io::StreamCutter& content, const Dialect& dialect) const;
  std::string WhereUnclosed(const UnitView& unit) const;
  Dialect DialectOf(uint32_t input, io::StreamCutter& content) const;

  char separator_char_ = ',';
  std::vector<io::Column> planned_;
  int extra_slot_ = -1;
  bool table_ = false, finds_separators_ = false;
  CsvEnds* ends_ = nullptr;  // owned by files_
  encoding::RecordEncodings encodings_;
  Files files_;
  std::vector<Layout> layouts_;  // of the inputs; each is there before its first unit
};

}  // namespace textmill::csv

#endif  // TEXTMILL_PLUGINS_READ_CSV_READ_CSV_H_
