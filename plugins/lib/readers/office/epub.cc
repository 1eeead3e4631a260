// EPUB: the chapters that the package document lists, in the order of reading.
#include <map>
#include <set>
#include <vector>

#include "plugins/lib/readers/office/formats.h"
#include "plugins/lib/readers/office/paragraphs.h"
#include "plugins/lib/readers/office/properties.h"
#include "plugins/lib/readers/office/zip_archive.h"
#include "textmill/error.hpp"

namespace textmill::office {
namespace {

bool IsIn(std::string_view name, const std::set<std::string_view>& names) {
  return names.count(name) > 0;
}

class Container final : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes& attributes) override {
    if (name == "rootfile" && package.empty()) package = attributes["full-path"];
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}
  std::string package;
};

class Package final : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes& attributes) override {
    if (name == "metadata") in_metadata_ = true;
    if (in_metadata_) properties.Begin(name, attributes);
    if (name == "item") {
      // The table of contents is made of what chapters are called.
      if (attributes["properties"].find("nav") != std::string_view::npos) return;
      items_[std::string(attributes["id"])] = {std::string(attributes["href"]),
                                               std::string(attributes["media-type"])};
    } else if (name == "itemref") {
      order_.emplace_back(attributes["idref"]);
    }
  }
  void End(std::string_view name) override {
    if (in_metadata_) properties.End(name);
    if (name == "metadata") in_metadata_ = false;
  }
  void Text(std::string_view text) override {
    if (in_metadata_) properties.Text(text);
  }
  // Addresses of chapters, in order.
  std::vector<std::string> Chapters() const {
    std::vector<std::string> chapters;
    for (const std::string& id : order_) {
      const auto item = items_.find(id);
      if (item != items_.end() &&
          (item->second.type == "application/xhtml+xml" || item->second.type == "text/html"))
        chapters.push_back(item->second.address);
    }
    return chapters;
  }
  Properties properties;

 private:
  struct Item {
    std::string address, type;
  };
  std::map<std::string, Item> items_;
  std::vector<std::string> order_;
  bool in_metadata_ = false;
};

class Encryption final : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes& attributes) override {
    if (name == "CipherReference") files.emplace(attributes["URI"]);
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}
  std::set<std::string> files;  // fonts, too, which does not matter here
};

class Chapter final : public XmlHandler {
 public:
  explicit Chapter(Paragraphs& to) : to_(to) {}
  void Begin(std::string_view name, const Attributes&) override {
    if (skipped_ > 0 || IsIn(name, kSkipped)) {
      ++skipped_;
    } else if (name == "br") {
      to_.Break();
    } else if (name == "table") {
      to_.End();
      to_.BeginTable();
    } else if (name == "tr") {
      to_.BeginRow();
    } else if (name == "pre") {
      to_.End();
      ++pre_;
    } else if (IsIn(name, kBlocks)) {
      to_.End();
    }
  }
  void End(std::string_view name) override {
    if (skipped_ > 0) {
      --skipped_;
    } else if (name == "td" || name == "th") {
      to_.EndCell();
    } else if (name == "tr") {
      to_.EndRow();
    } else if (name == "table") {
      to_.EndTable();
    } else if (name == "pre") {
      to_.End();
      --pre_;
    } else if (IsIn(name, kBlocks)) {
      to_.End();
    }
  }
  void Text(std::string_view text) override {
    if (skipped_ > 0) return;
    if (pre_ > 0) {
      to_.Add(text);
    } else {
      to_.AddCollapsed(text);
    }
  }

 private:
  inline static const std::set<std::string_view> kSkipped = {
      "head", "script", "style", "template", "svg",       "rt",
      "rp",   "audio",  "video", "object",   "annotation"};
  inline static const std::set<std::string_view> kBlocks = {
      "p",       "div",    "h1",         "h2",         "h3",      "h4",      "h5",    "h6",
      "li",      "dt",     "dd",         "blockquote", "section", "article", "aside", "header",
      "footer",  "figure", "figcaption", "ul",         "ol",      "dl",      "hr",    "body",
      "address", "nav",    "main",       "caption",    "details", "summary", "form",  "fieldset"};
  Paragraphs& to_;
  int skipped_ = 0, pre_ = 0;
};

// An address in the package as a name in the archive: relative to its folder, %20 decoded.
std::string NameOf(const std::string& folder, std::string_view address) {
  address = address.substr(0, address.find_first_of("#?"));
  std::string decoded;
  for (size_t i = 0; i < address.size(); ++i) {
    const auto digit = [&](size_t at) {
      const char c = at < address.size() ? address[at] : ' ';
      return c >= '0' && c <= '9'   ? c - '0'
             : c >= 'a' && c <= 'f' ? c - 'a' + 10
             : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                    : -1;
    };
    if (address[i] == '%' && digit(i + 1) >= 0 && digit(i + 2) >= 0) {
      decoded += static_cast<char>(digit(i + 1) * 16 + digit(i + 2));
      i += 2;
    } else {
      decoded += address[i];
    }
  }
  std::vector<std::string> parts;
  const std::string whole = decoded.starts_with('/') ? decoded : folder + decoded;
  for (size_t begin = 0; begin <= whole.size();) {
    const size_t end = std::min(whole.find('/', begin), whole.size());
    const std::string part = whole.substr(begin, end - begin);
    if (part == ".." && !parts.empty()) {
      parts.pop_back();
    } else if (part != "." && part != ".." && !part.empty()) {
      parts.push_back(part);
    }
    begin = end + 1;
  }
  std::string name;
  for (const std::string& part : parts) name += (name.empty() ? "" : "/") + part;
  return name;
}

}  // namespace

OfficeText ReadEpub(const std::string& path, uint64_t unpack_limit) {
  ZipArchive archive(path, unpack_limit);
  const auto container_xml = archive.Find("META-INF/container.xml");
  if (!container_xml) throw Error("it is no EPUB: there is no `META-INF/container.xml` in it");
  Container container;
  WalkXml(*container_xml, "META-INF/container.xml", false, container);
  if (container.package.empty()) throw Error("it is no EPUB: it names no package document");
  Encryption encryption;
  if (const auto xml = archive.Find("META-INF/encryption.xml"))
    WalkXml(*xml, "META-INF/encryption.xml", false, encryption);
  Package package;
  WalkXml(archive.Read(container.package), container.package, true, package);
  const std::string folder = container.package.substr(0, container.package.rfind('/') + 1);
  Paragraphs paragraphs;
  for (const std::string& address : package.Chapters()) {
    const std::string name = NameOf(folder, address);
    if (encryption.files.count(name) > 0)
      throw Error("it is encrypted: its chapters are locked for one device or program");
    Chapter chapter(paragraphs);
    WalkXml(archive.Read(name), name, true, chapter);
    paragraphs.End();
  }
  OfficeText out;
  out.text = paragraphs.Take();
  package.properties.FillIn({"creator"}, {"date"}, &out);
  return out;
}

}  // namespace textmill::office
