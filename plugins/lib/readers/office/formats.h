// Text and data of a document as word processors, e-book programs and PDF keep it.
//
// Each throws Error with a sentence where the file is none of its kind, damaged or encrypted. Any
// thread, on files of its own.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_FORMATS_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_FORMATS_H_

#include <cstdint>
#include <functional>
#include <string>

namespace textmill::office {

struct OfficeText {
  std::string text;
  std::string title, author, date;  // "": the file does not say
};

OfficeText ReadDocx(const std::string& path, uint64_t unpack_limit);
OfficeText ReadOdt(const std::string& path, uint64_t unpack_limit);
OfficeText ReadEpub(const std::string& path, uint64_t unpack_limit);

// The programs that PDF files are read by. Throws Error where pdftotext is not there.
struct PdfPrograms {
  std::string to_text;
  std::string info;  // "": not there; then nothing is known of title, author and date
};
PdfPrograms FindPdfPrograms();
bool CanReadPdf();
OfficeText ReadPdf(const PdfPrograms& programs, const std::string& path, uint64_t most_bytes,
                   int64_t timeout_ms, const std::function<bool()>& cancelled);

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_FORMATS_H_
