#include "plugins/html-text/title.h"

#include <vector>

namespace textmill::html {
namespace {

constexpr std::string_view kSeparators[] = {" | ", " - ", " – ",  " — ",  " · ", " • ",
                                            " » ", " « ", " :: ", " // ", " › ", " ‹ "};

// Where the last separator is, and how long; `npos` where there is none.
size_t LastSeparator(std::string_view title, size_t* size) {
  size_t last = title.npos;
  for (const std::string_view mark : kSeparators) {
    const size_t at = title.rfind(mark);
    if (at != title.npos && (last == title.npos || at > last)) {
      last = at;
      *size = mark.size();
    }
  }
  return last;
}

size_t WordCount(std::string_view text) {
  size_t n = 1;
  for (const char c : text) n += c == ' ';
  return n;
}

std::string_view WithoutSite(std::string_view title, std::string_view site_name) {
  const std::string site = Folded(site_name);
  size_t size = 0;
  for (size_t at; (at = LastSeparator(title, &size)) != title.npos;) {
    const std::string_view front = title.substr(0, at), back = title.substr(at + size);
    if (!site.empty() && Folded(back) == site) {
      title = front;
      continue;
    }
    // Without the site's name in the page: a short piece after a mark that is rare in sentences.
    const bool rare = title[at + 1] != '-' && title.substr(at + 1, 2) != "\xE2\x80";
    if (site.empty() && rare && WordCount(back) <= 4 && WordCount(front) > WordCount(back)) {
      title = front;
      continue;
    }
    break;
  }
  // Some put the site first.
  for (const std::string_view mark : kSeparators) {
    const size_t at = title.find(mark);
    if (at != title.npos && !site.empty() && Folded(title.substr(0, at)) == site)
      return title.substr(at + mark.size());
  }
  return title;
}

}  // namespace

std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      folded += static_cast<char>(c + 32);
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
      folded += c;
    }
  }
  return folded;
}

std::string ChooseTitle(const TitleSources& sources) {
  const std::string h1 = Folded(sources.h1), title = Folded(sources.title);
  const std::string meta = Folded(sources.meta), headline = Folded(sources.headline);
  const bool is_site = !h1.empty() && h1 == Folded(sources.site_name);
  constexpr size_t kLongest = 400;
  if (!h1.empty() && !is_site && sources.h1.size() <= kLongest) {
    // The heading counts where something else on the page says the same.
    for (const std::string* other : {&headline, &meta, &title}) {
      if (other->find(h1) != other->npos || (!other->empty() && h1.find(*other) != h1.npos))
        return std::string(sources.h1);
    }
  }
  if (!headline.empty()) return std::string(sources.headline);
  if (!meta.empty()) return std::string(WithoutSite(sources.meta, sources.site_name));
  if (!title.empty()) return std::string(WithoutSite(sources.title, sources.site_name));
  return is_site || sources.h1.size() > kLongest ? std::string() : std::string(sources.h1);
}

}  // namespace textmill::html
