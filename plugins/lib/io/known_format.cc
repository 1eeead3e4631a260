#include "plugins/lib/io/known_format.h"

namespace textmill::io {
namespace {

using namespace std::string_view_literals;

enum class Kind { kEncoding, kUnpacked, kArchive, kReadable, kOther };

struct Mark {
  std::string_view bytes;
  Kind kind;
  std::string_view name;
  std::string_view program;  // that unpacks it to standard output; the stage that reads it
};

constexpr Mark kMarks[] = {
    {"\xFF\xFE\0\0"sv, Kind::kEncoding, "UTF-32", ""},
    {"\0\0\xFE\xFF"sv, Kind::kEncoding, "UTF-32", ""},
    {"\xFF\xFE"sv, Kind::kEncoding, "UTF-16", ""},
    {"\xFE\xFF"sv, Kind::kEncoding, "UTF-16", ""},
    {"\x1F\x8B"sv, Kind::kUnpacked, "a gzip file", "gzip -dc"},
    {"\x28\xB5\x2F\xFD"sv, Kind::kUnpacked, "a Zstandard file", "zstd -dc --long=31"},
    {"\xFD\x37zXZ"sv, Kind::kUnpacked, "an xz file", "xz -dc"},
    {"\x04\x22\x4D\x18"sv, Kind::kUnpacked, "an LZ4 file", "lz4 -dc"},
    {"LZIP\x01"sv, Kind::kUnpacked, "an lzip file", "lzip -dc"},
    {"\x1F\x9D"sv, Kind::kUnpacked, "a file of `compress`", "gzip -dc"},
    {"\x5D\0\0"sv, Kind::kUnpacked, "an LZMA file", "xz -dc"},
    {"\xFF\x06\0\0sNaPpY"sv, Kind::kUnpacked, "a Snappy file", "snzip -dc"},
    {"\x89LZO\0"sv, Kind::kUnpacked, "an lzop file", "lzop -dc"},
    {"PK\x03\x04"sv, Kind::kArchive, "a ZIP file (or a spreadsheet or text processor's)", ""},
    {"PK\x05\x06"sv, Kind::kArchive, "an empty ZIP file", ""},
    {"7z\xBC\xAF\x27\x1C"sv, Kind::kArchive, "a 7-Zip file", ""},
    {"Rar!\x1A\x07"sv, Kind::kArchive, "a RAR file", ""},
    {"PAR1\x15"sv, Kind::kReadable, "a Parquet file", "read.parquet"},
    {"ARROW1\0\0"sv, Kind::kReadable, "an Arrow file", "read.arrow"},
    {"%PDF-"sv, Kind::kReadable, "a PDF", "read.pdf"},
    {"SQLite format 3\0"sv, Kind::kReadable, "an SQLite database", "read.sqlite"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, Kind::kOther, "an older Office document", ""},
    {"{\\rtf"sv, Kind::kOther, "an RTF document", ""},
};

}  // namespace

std::optional<KnownFormat> FormatOf(std::string_view b) {
  for (const Mark& mark : kMarks) {
    if (b.substr(0, mark.bytes.size()) != mark.bytes) continue;
    KnownFormat format{std::string(mark.name), ""};
    if (mark.kind == Kind::kEncoding)
      format.remedy =
          "Convert it first, for instance with `iconv -f " + format.name + " -t UTF-8`.";
    if (mark.kind == Kind::kUnpacked)
      format.remedy = "Unpack it first, or read it through a pipe: `" + std::string(mark.program) +
                      " FILE | textmill run ...` with `path: \"-\"`.";
    if (mark.kind == Kind::kArchive) format.remedy = "Unpack it first.";
    if (mark.bytes == "PK\x03\x04")
      format.remedy +=
          " Word, OpenDocument and EPUB are read by `read.docx`, `read.odt` and `read.epub`.";
    if (mark.kind == Kind::kReadable)
      format.remedy = "Read it by `" + std::string(mark.program) + "`.";
    if (mark.kind == Kind::kOther) format.remedy = "Convert it to text first.";
    return format;
  }
  if (b.substr(0, 3) == "BZh" && b.size() > 4 &&
      (b.substr(4, 6) == "1AY&SY" || b.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"))
    return KnownFormat{"a bzip2 file",
                       "Unpack it first, or read it through a pipe: `bzip2 -dc FILE | textmill run "
                       "...` with `path: \"-\"`."};
  return {};
}

}  // namespace textmill::io
