#include <gtest/gtest.h>

#include "plugins/entities/patterns/test_find.h"

namespace textmill::entities {
namespace {

TEST(Email, Forms) {
  const auto find = [](std::string_view text) { return Find(kEmail, text); };
  EXPECT_EQ(find("Write to Info.Desk+x@Example.ORG."),
            "Info.Desk+x@Example.ORG=Info.Desk+x@example.org");
  EXPECT_EQ(find("<a@b.co>, (c_d%e@f-g.h.museum)"),
            "a@b.co=a@b.co|c_d%e@f-g.h.museum=c_d%e@f-g.h.museum");
  EXPECT_EQ(find("@user a@b a@b.c a@.com a.@b.com a..b@c.com @@@ a@-b.com"), "");
  EXPECT_EQ(find("...info@x.org"), "info@x.org=info@x.org");
  EXPECT_EQ(find(std::string(65, 'a') + "@b.com"), "");
}

TEST(Url, Forms) {
  const auto find = [](std::string_view text) { return Find(kUrl, text); };
  EXPECT_EQ(find("See https://example.org/a?b=c#d, or http://x.org."),
            "https://example.org/a?b=c#d=|http://x.org=");
  EXPECT_EQ(find("(www.example.org) “https://x.org/y” <HTTP://X.ORG/>"),
            "www.example.org=|https://x.org/y=|HTTP://X.ORG/=");
  EXPECT_EQ(find("https://en.wikipedia.org/wiki/A_(b) (https://x.org/a)"),
            "https://en.wikipedia.org/wiki/A_(b)=|https://x.org/a=");
  EXPECT_EQ(find("http://президент.рф/путь。 ftp://x.org/f"),
            "http://президент.рф/путь=|ftp://x.org/f=");
  EXPECT_EQ(find("http:// :// foo://x www. www.x wwww.x.org xhttp://x.org http://... www.."), "");
  EXPECT_EQ(find("https://x.org/2024/06/05/"), "https://x.org/2024/06/05/=");
}

}  // namespace
}  // namespace textmill::entities
