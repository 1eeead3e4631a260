// The stage read.html.
#ifndef TEXTMILL_PLUGINS_READ_HTML_READ_HTML_H_
#define TEXTMILL_PLUGINS_READ_HTML_READ_HTML_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/readers/encoding/encoding_counts.h"
#include "plugins/lib/readers/text/whole_files.h"
#include "textmill/source.hpp"

namespace textmill::readhtml {

class ReadHtml final : public Source {
 public:
  ReadHtml();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), or "
      "folders (all files in them that end in .html, .htm or .xhtml, in any case and also with .gz "
      "or .zst after it, at any depth)."};
  Param<std::string> charset{
      this, "charset", kOptional,
      "What the server said that the pages are encoded in, where that is known: a label such as "
      "`iso-8859-1`. It counts before what a page says of itself, as in browsers."};

  Out<Utf8> id{this, "id", "the file's path, as `path` gives it"};
  Out<Utf8> text{this, "text", "the page as it is, in UTF-8"};
  Out<Utf8> source{this, "source", "the file's path, too"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  // Files passed over, encodings where there were others than UTF-8, pages with unreadable bytes.
  std::vector<AccountNumber> Account() const override;

 private:
  readtext::WholeFiles files_;
  mutable encoding::EncodingCounts counts_;
  mutable std::atomic<int64_t> replaced_{0};  // pages in which bytes were
};

}  // namespace textmill::readhtml

#endif  // TEXTMILL_PLUGINS_READ_HTML_READ_HTML_H_
