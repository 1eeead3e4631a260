// Word: word/document.xml, its footnotes and endnotes (ECMA-376, WordprocessingML).
#include <set>

#include "plugins/lib/readers/office/formats.h"
#include "plugins/lib/readers/office/paragraphs.h"
#include "plugins/lib/readers/office/properties.h"
#include "plugins/lib/readers/office/zip_archive.h"
#include "textmill/error.hpp"

namespace textmill::office {
namespace {

// What is in them is no text of the document: properties, deleted passages, codes of fields, the
// second of two renderings.
bool IsSkippedInDocx(std::string_view name) {
  static const std::set<std::string_view> kSkipped = {
      "pPr",      "del",   "moveFrom", "instrText", "delText",
      "Fallback", "sdtPr", "tblPr",    "trPr",      "tcPr"};
  return kSkipped.count(name) > 0;
}

class Body final : public XmlHandler {
 public:
  explicit Body(Paragraphs& to) : to_(to) {}

  void Begin(std::string_view name, const Attributes& attributes) override {
    if (skipped_ > 0 || IsSkippedInDocx(name)) {
      ++skipped_;
      return;
    }
    if (name == "t") {
      ++in_text_;
    } else if (name == "r") {
      hidden_ = false;
    } else if (name == "vanish") {
      const std::string_view value = attributes["val"];
      hidden_ = value != "0" && value != "false" && value != "off";
    } else if (name == "tab" || name == "ptab") {
      to_.Add("\t");
    } else if (name == "br" || name == "cr") {
      to_.Break();
    } else if (name == "noBreakHyphen") {
      to_.Add("\u2011");
    } else if (name == "tbl") {
      to_.End();
      to_.BeginTable();
    } else if (name == "tr") {
      to_.BeginRow();
    } else if (name == "txbxContent") {
      to_.BeginBox();
    } else if (name == "footnote" || name == "endnote") {
      // Separators have a type, and no text that anybody wrote.
      if (!attributes["type"].empty() && attributes["type"] != "normal") skipped_ = 1;
    }
  }
  void End(std::string_view name) override {
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    if (name == "t") {
      --in_text_;
    } else if (name == "p") {
      to_.End();
    } else if (name == "tc") {
      to_.EndCell();
    } else if (name == "tr") {
      to_.EndRow();
    } else if (name == "tbl") {
      to_.EndTable();
    } else if (name == "txbxContent") {
      to_.EndBox();
    }
  }
  void Text(std::string_view text) override {
    if (in_text_ > 0 && skipped_ == 0 && !hidden_) to_.Add(text);
  }

 private:
  Paragraphs& to_;
  int skipped_ = 0;  // elements that are open, from the first that is skipped on
  int in_text_ = 0;
  bool hidden_ = false;
};

// Where the document is in the archive.
class MainPart final : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship" || !attributes["Type"].ends_with("/officeDocument")) return;
    part = attributes["Target"];
    if (part.starts_with('/')) part.erase(0, 1);
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}
  std::string part = "word/document.xml";
};

}  // namespace

OfficeText ReadDocx(const std::string& path, uint64_t unpack_limit) {
  ZipArchive archive(path, unpack_limit);
  MainPart main;
  if (const auto relations = archive.Find("_rels/.rels"))
    WalkXml(*relations, "_rels/.rels", false, main);
  const auto body = archive.Find(main.part);
  if (!body) throw Error("it is no Word document: there is no `" + main.part + "` in it");
  Paragraphs paragraphs;
  Body handler(paragraphs);
  WalkXml(*body, main.part, false, handler);
  const std::string folder = main.part.substr(0, main.part.rfind('/') + 1);
  for (const char* notes : {"footnotes.xml", "endnotes.xml"}) {
    const auto xml = archive.Find(folder + notes);
    if (!xml) continue;
    paragraphs.End();
    Body noted(paragraphs);
    WalkXml(*xml, folder + notes, false, noted);
  }
  OfficeText out;
  out.text = paragraphs.Take();
  if (const auto core = archive.Find("docProps/core.xml")) {
    Properties properties;
    WalkXml(*core, "docProps/core.xml", false, properties);
    properties.FillIn({"creator"}, {"created", "modified"}, &out);
  }
  return out;
}

}  // namespace textmill::office
