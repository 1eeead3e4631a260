#include "plugins/html-text/phrases.h"

#include <gtest/gtest.h>

namespace textmill::html {
namespace {

TEST(Phrases, LinesThatBelongToNoText) {
  for (const char* line : {"Share this",
                           "SHARE THIS:",
                           "» Share on Facebook",
                           "Follow us on Mastodon",
                           "Read more",
                           "Read also: Rain",
                           "→ Related stories",
                           "Teilen:",
                           "Lesen Sie auch: Regen am Sonntag",
                           "Lire aussi : La pluie de dimanche",
                           "Te puede interesar",
                           "Leggi anche: la pioggia",
                           "Czytaj także: Deszcz w niedzielę",
                           "Читайте также: Дождь",
                           "Lees ook: Regen",
                           "Advertisement",
                           "Anzeige",
                           "Photo: A. Person",
                           "Foto: A. Person / Agentur",
                           "Photo: the bridge on Sunday morning, when the lorry was still on it, "
                           "as it was seen by those who went by",
                           "Tags: bridge, river",
                           "Veröffentlicht in Stadt",
                           "Facebook Twitter",
                           "Facebook | WhatsApp | Telegram",
                           "Leave a reply",
                           "关注我们",
                           "---",
                           "We use cookies to make this site better."})
    EXPECT_TRUE(IsDebrisLine(line)) << line;
}

TEST(Phrases, LinesThatBeginAlike) {
  for (const char* line :
       {"Sharing a flat with four others is no fun at all.",
        "The share of votes rose to 20 percent.",
        "Advertising is what pays for most of the papers that are still printed in this town.",
        "Comments by the mayor were not to be had on Sunday, since he was out of town.",
        "Werbung machte schon der Großvater für das Unternehmen, das er 1920 gegründet hatte.",
        "Copyright is what the dispute is about, and it goes on for longer than the lawyers "
        "thought it would.",
        "She wrote on Facebook that the bridge will be open again.",
        "He reads more than his sister.", "A photo shows the bridge.", "Quellen gibt es viele.",
        "x"})
    EXPECT_FALSE(IsDebrisLine(line)) << line;
}

}  // namespace
}  // namespace textmill::html
