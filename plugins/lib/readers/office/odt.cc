// OpenDocument text: content.xml and meta.xml (ISO/IEC 26300).
#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "plugins/lib/readers/office/formats.h"
#include "plugins/lib/readers/office/paragraphs.h"
#include "plugins/lib/readers/office/properties.h"
#include "plugins/lib/readers/office/zip_archive.h"
#include "textmill/error.hpp"

namespace textmill::office {
namespace {

// More blanks than this in a row are a mistake or malice. A few bytes of XML are
// enough for a row.
constexpr int kMostBlanks = 1000;

// Deleted passages, comments, the numbers of notes, descriptions of pictures, what forms hold.
bool IsSkippedInOdt(std::string_view name) {
  static const std::set<std::string_view> kSkipped = {
      "tracked-changes", "annotation", "note-citation", "forms",          "title",          "desc",
      "binary-data",     "script",     "scripts",       "sequence-decls", "event-listeners"};
  return kSkipped.count(name) > 0;
}

class Content final : public XmlHandler {
 public:
  explicit Content(uint64_t most_blanks) : blanks_left_(most_blanks) {}

  void Begin(std::string_view name, const Attributes& attributes) override {
    if (skipped_ > 0 || IsSkippedInOdt(name)) {
      ++skipped_;
      return;
    }
    Paragraphs& to = *to_;
    if (name == "p" || name == "h") {
      ++in_paragraph_;
    } else if (name == "s") {
      int n = 1;
      const std::string_view count = attributes["c"];
      std::from_chars(count.data(), count.data() + count.size(), n);
      const auto blanks = static_cast<size_t>(std::clamp(n, 0, kMostBlanks));
      if (blanks > blanks_left_)
        throw Error("its blanks are more than it may unpack to")
            .Hint("raise `unpack_limit` if it is no trap");
      blanks_left_ -= blanks;
      to.Add(std::string(blanks, ' '));
    } else if (name == "tab") {
      to.Add("\t");
    } else if (name == "line-break") {
      to.Break();
    } else if (name == "note-body") {
      to_ = &notes_;
    } else if (name == "text-box") {
      to.BeginBox();
    } else if (name == "table") {
      to.End();
      to.BeginTable();
    } else if (name == "table-row") {
      to.BeginRow();
    }
  }
  void End(std::string_view name) override {
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    Paragraphs& to = *to_;
    if (name == "p" || name == "h") {
      --in_paragraph_;
      to.End();
    } else if (name == "note-body") {
      to_ = &body_;
    } else if (name == "text-box") {
      to.EndBox();
    } else if (name == "table-cell" || name == "covered-table-cell") {
      to.EndCell();
    } else if (name == "table-row") {
      to.EndRow();
    } else if (name == "table") {
      to.EndTable();
    }
  }
  void Text(std::string_view text) override {
    if (in_paragraph_ > 0 && skipped_ == 0) to_->AddCollapsed(text);
  }
  std::string Take() {
    std::string text = body_.Take();
    const std::string notes = notes_.Take();
    if (!text.empty() && !notes.empty()) text += "\n\n";
    return text + notes;
  }

 private:
  Paragraphs body_, notes_;
  Paragraphs* to_ = &body_;
  uint64_t blanks_left_;
  int skipped_ = 0, in_paragraph_ = 0;
};

class Manifest final : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes&) override {
    encrypted |= name == "encryption-data";
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}
  bool encrypted = false;
};

}  // namespace

OfficeText ReadOdt(const std::string& path, uint64_t unpack_limit) {
  ZipArchive archive(path, unpack_limit);
  if (const auto manifest = archive.Find("META-INF/manifest.xml")) {
    Manifest handler;
    WalkXml(*manifest, "META-INF/manifest.xml", false, handler);
    if (handler.encrypted) throw Error("it is encrypted").Hint("save it without a password");
  }
  const auto xml = archive.Find("content.xml");
  if (!xml) throw Error("it is no OpenDocument text: there is no `content.xml` in it");
  Content content(unpack_limit);
  WalkXml(*xml, "content.xml", false, content);
  OfficeText out;
  out.text = content.Take();
  if (const auto meta = archive.Find("meta.xml")) {
    Properties properties;
    WalkXml(*meta, "meta.xml", false, properties);
    properties.FillIn({"initial-creator", "creator"}, {"creation-date", "date"}, &out);
  }
  return out;
}

}  // namespace textmill::office
