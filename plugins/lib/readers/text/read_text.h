// The stage read.text.
#ifndef TEXTMILL_PLUGINS_READ_TEXT_READ_TEXT_H_
#define TEXTMILL_PLUGINS_READ_TEXT_READ_TEXT_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/encoding/encoding_counts.h"
#include "plugins/lib/readers/text/whole_files.h"
#include "textmill/source.hpp"

namespace textmill::readtext {

class ReadText final : public Source {
 public:
  ReadText();

  Param<std::vector<Path>> path{
      this, "path", kRequired,
      "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of folders), or "
      "folders (all files in them that end in .txt or .text, in any case and also with .gz or .zst "
      "after it, at any depth)."};
  Param<std::vector<std::string>> encoding{
      this, "encoding", std::vector<std::string>{"auto"},
      "How the text is encoded where no byte order mark says so: a name, or a list of which the "
      "first counts in which the whole file is valid, as `[utf-8, windows-1252]`. `auto` is UTF-8, "
      "and UTF-16 where it is recognised."};

  Out<Utf8> id{this, "id", "the file's path, as `path` gives it"};
  Out<Utf8> text{this, "text", "the whole text of the file"};
  Out<Utf8> source{this, "source", "the file's path, too"};

  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  const std::vector<Input>& ListInputs() override;
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;
  void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const override;
  void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                  Buffer& bytes) const override;
  // Files passed over, and encodings where there were others than UTF-8.
  std::vector<AccountNumber> Account() const override;

 private:
  WholeFiles files_;
  encoding::Encodings encodings_;
  mutable encoding::EncodingCounts counts_;
};

}  // namespace textmill::readtext

#endif  // TEXTMILL_PLUGINS_READ_TEXT_READ_TEXT_H_
