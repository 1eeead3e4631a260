// The stage `html.text`: the text of a web page, and what the page says of itself.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_HTML_TEXT_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_HTML_TEXT_H_

#include <memory>
#include <string>

#include "textmill/textmill.hpp"

namespace textmill::html {

class HtmlText final : public MapStage {
 public:
  HtmlText();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Apply(const Row& row, Reply& out) const override;

 private:
  struct Scratch;
  void Parse(std::string_view html, bool scripts, Scratch* scratch) const;
  void Extract(Scratch& scratch) const;
  void LookElsewhere(std::string_view html, std::string_view json_ld_body, Scratch& scratch) const;
  void AppendLinks(Scratch& scratch, Reply& out) const;

  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column with the HTML."};
  Param<Choice> mode_{this,
                      "mode",
                      {"main", "page"},
                      "`main`: the main text of the page, as its readers would see it. `page`: all "
                      "text that is on it."};
  Param<Choice> format_{this,
                        "format",
                        {"text", "markdown"},
                        "`text`: paragraphs with a blank line between them; items of lists begin "
                        "with a dash or their number, cells are parted by tabs. `markdown`: with "
                        "headings, quotations, tables and code."};
  Param<bool> comments_{this, "comments", false, "Keep what readers wrote below the main text."};
  Param<bool> captions_{this, "captions", false, "Keep what is written below pictures."};
  Param<bool> links_wanted_{this, "links", false, "Make the column `links`."};
  Param<bool> metadata_{this, "metadata", true,
                        "Make the columns `title`, `author`, `date`, `description`, `html_lang`."};
  Param<std::string> prefix_{this, "prefix", "",
                             "What the names of these columns and of `links` begin with, such as "
                             "`page_`, where there are columns of such names already."};
  Param<Size> most_bytes_{this, "most_bytes", Size{16 << 20},
                          "A longer page fails. The memory for a page is up to 24 times that."};

  In<Utf8> html_{this, column_, "the page"};
  In<Utf8> url_{this, "url", kOptional, "where the page is from: may tell its date"};
  Out<Utf8> text_{this, "text", "the text"};
  Out<Utf8> title_{this, "title", kOptional, "the page's title, without the name of the site"};
  Out<Utf8> author_{this, "author", kOptional, "who wrote it, where the page says so"};
  Out<Timestamp> date_{this, "date", kOptional, "when it was published, where the page says so"};
  Out<Utf8> description_{this, "description", kOptional, "what the page says that it is about"};
  Out<Utf8> html_lang_{this, "html_lang", kOptional,
                       "the language that the page says it is in: not always the one it is in"};
  Out<List> links_;
  Counter empty_{this, "pages_without_text"};
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_HTML_TEXT_H_
