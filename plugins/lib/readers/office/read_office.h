// The stages read.docx, read.odt, read.epub and read.pdf: one document a file.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_READ_OFFICE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_READ_OFFICE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/io/inputs.h"
#include "plugins/lib/readers/office/formats.h"
#include "plugins/lib/readers/record_columns.h"
#include "textmill/source.hpp"

namespace textmill::office {

class ReadOffice : public Source {
 public:
  Param<std::vector<Path>> path;
  Param<Size> unpack_limit{this, "unpack_limit", Size{int64_t{256} << 20},
                           "What a file may unpack to; one that wants more fails. So a small file "
                           "that unpacks to very much does no harm."};

  Out<Utf8> id{this, "id", "the file's path, as `path` gives it"};
  Out<Utf8> text{this, "text",
                 "the text: paragraphs with an empty line between them, rows of tables a line each "
                 "with tabs between their cells, footnotes at the end"};
  Out<Utf8> source{this, "source", "the file's path, too"};
  Out<Utf8> title{this, "title", "the title that the file gives, or null"};
  Out<Utf8> author{this, "author", "the author or authors that the file gives, or null"};
  Out<Utf8> date{this, "date", "when the file says that it was made, as it writes it, or null"};

  // Before Bind: these columns, as readers of records have them; what has none goes to `extra`.
  void GiveRecords(std::vector<Field> columns) { records_.Give(std::move(columns)); }

  void Bind(Binder& binder) override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  std::vector<AccountNumber> Account() const override { return io::AccountOf(files_); }

 protected:
  ReadOffice(std::string_view path_doc, std::string ending)
      : path(this, "path", kRequired, path_doc), ending_(std::move(ending)) {}
  // On any thread. Throws Error.
  virtual OfficeText Read(const std::string& file) const = 0;

 private:
  const std::string ending_;
  readers::RecordColumns records_;
  io::InputFiles files_;
  uint32_t next_ = 0;
};

class ReadDocxStage final : public ReadOffice {
 public:
  ReadDocxStage();

 private:
  OfficeText Read(const std::string& file) const override {
    return ReadDocx(file, static_cast<uint64_t>(unpack_limit->bytes));
  }
};

class ReadOdtStage final : public ReadOffice {
 public:
  ReadOdtStage();

 private:
  OfficeText Read(const std::string& file) const override {
    return ReadOdt(file, static_cast<uint64_t>(unpack_limit->bytes));
  }
};

class ReadEpubStage final : public ReadOffice {
 public:
  ReadEpubStage();

 private:
  OfficeText Read(const std::string& file) const override {
    return ReadEpub(file, static_cast<uint64_t>(unpack_limit->bytes));
  }
};

class ReadPdfStage final : public ReadOffice {
 public:
  ReadPdfStage();
  Param<Duration> timeout{this, "timeout", Duration{int64_t{60} * 1000 * 1000 * 1000},
                          "How long a file may take; one that takes longer fails."};
  const std::vector<Input>& ListInputs() override;

 private:
  OfficeText Read(const std::string& file) const override;
  PdfPrograms programs_;
};

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_READ_OFFICE_H_
