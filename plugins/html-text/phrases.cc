#include "plugins/html-text/phrases.h"

#include <array>
#include <string>

#include "textmill/utf8.hpp"

namespace textmill::html {
namespace {

// What a line begins with; whatever follows, if it is short.
constexpr std::string_view kBegins[] = {
    // share, follow, subscribe
    "share this", "share on", "share:", "share via", "share with", "share article", "share story",
    "follow us", "follow me on", "like us on", "like this:", "click to share", "tweet this",
    "email this", "print this", "save this", "subscribe to our", "subscribe now", "sign up for",
    "sign up to", "sign up here", "join our", "download our", "download the app", "get our",
    "support us", "support our", "listen to this article", "listen to article", "zum newsletter",
    "teilen:", "teilen mit", "artikel teilen", "beitrag teilen", "jetzt teilen", "teilen sie",
    "folgen sie uns", "folge uns", "folgt uns", "newsletter abonnieren", "jetzt abonnieren",
    "jetzt anmelden", "artikel drucken", "rezept drucken", "beitrag drucken", "per e-mail",
    "partager", "partagez", "suivez-nous", "abonnez-vous", "imprimer", "envoyer par", "compartir",
    "comparte", "compártelo", "síguenos", "suscríbete", "suscribirse", "condividi", "seguici",
    "iscriviti", "stampa", "compartilhe", "compartilhar", "siga-nos", "inscreva-se", "udostępnij",
    "obserwuj nas", "deel dit", "volg ons", "del på", "dela ", "поделиться", "подпишитесь",
    "подписывайтесь", "分享到", "关注我们",
    // other pages
    "read more", "read also", "also read", "read next", "see also:", "related:", "related story",
    "related stories", "related articles", "related topics", "recommended", "more from",
    "more on this", "you may also like", "you might also like", "don't miss", "up next",
    "most popular", "most read", "trending now", "continue reading", "next article",
    "previous article", "more stories", "mehr zum thema", "mehr dazu", "lesen sie auch",
    "lesen sie hier", "lies auch", "lesetipp", "auch interessant", "das könnte sie",
    "das könnte dich", "passend zum thema", "weitere artikel", "weitere themen", "weiterlesen",
    "zum thema:", "siehe auch:", "mehr lesen", "ähnliche", "lire aussi", "à lire aussi",
    "lire la suite", "lire également", "voir aussi", "sur le même", "à voir", "leer también",
    "lea también", "lee también", "leer más", "te puede interesar", "también te puede",
    "puede leer", "le puede interesar", "ver también", "leggi anche", "leggi di più",
    "potrebbe interessarti", "leia também", "leia mais", "veja também", "saiba mais",
    "czytaj także", "czytaj też", "czytaj więcej", "zobacz też", "zobacz także", "przeczytaj",
    "lees ook", "lees meer", "läs också", "les også", "læs også", "читайте также", "читайте тоже",
    "читать далее", "читайте:", "смотрите также", "ayrıca oku", "延伸阅读", "相关阅读", "相关新闻",
    "関連記事", "اقرأ أيضا", "إقرأ أيضا",
    // notes of the page
    "advertisement", "advertising", "advert", "comments", "comment", "image 1 of", "sponsored",
    "anzeige", "werbung", "publicité", "publicidad", "pubblicità", "reklama", "реклама", "loading",
    "wird geladen", "cargando", "chargement", "noch keine kommentare", "bisher keine kommentare",
    "keine kommentare", "no comments", "aucun commentaire", "sin comentarios", "nessun commento",
    "schon gelesen", "artikel gefallen", "gefällt dir", "den artikel mit", "als pdf",
    "dieses skript als pdf", "download pdf", "download as pdf", "télécharger le pdf",
    "descargar pdf", "pdf herunterladen", "ansprechpartner", "views:", "aufrufe:", "reading time",
    "lesezeit", "lesedauer", "temps de lecture", "tiempo de lectura", "tempo di lettura",
    "tempo de leitura", "czas czytania", "was this article helpful", "war dieser artikel",
    "war der artikel", "did you like this", "provided by", "print page",
    "kontakt:", "weitere informationen:", "zusatzinformationen:", "aktualisiert am", "permalink",
    "permalien", "erschienen in", "möchten sie den artikel teilen", "tags:", "tagged",
    "filed under", "posted in", "posted by", "posted on",
    "categories:", "category:", "topics:", "keywords:", "schlagwörter", "schlagworte",
    "kategorie:", "kategorien:", "stichwörter", "veröffentlicht in", "themen:", "mots-clés",
    "etiquetas", "etichette", "tagi:", "теги:", "метки:", "published:", "last updated",
    "updated:", "comments are closed", "leave a reply", "leave a comment", "post a comment",
    "view comments", "show comments", "add a comment", "kommentar schreiben",
    "schreibe einen kommentar", "kommentare", "commenter", "laisser un commentaire",
    "deja un comentario", "lascia un commento", "deixe um comentário", "all rights reserved",
    "alle rechte vorbehalten", "tous droits réservés", "todos los derechos", "tutti i diritti",
    "copyright", "©", "(c) 20", "we use cookies", "this site uses cookies",
    "this website uses cookies", "wir verwenden cookies", "diese website verwendet cookies",
    "diese seite verwendet cookies", "nous utilisons des cookies", "utilizamos cookies",
    "este sitio", "questo sito utilizza", "to view the full story", "please enable javascript",
    "enable javascript", "bitte aktivieren sie javascript", "bitte aktiviere javascript",
    "diese artikel könnten", "diese beiträge könnten", "your browser does not", "ihr browser",
    "please log in", "log in to", "you must be logged", "skip to content", "zum inhalt springen",
    "back to top", "nach oben", "zurück zur", "affiliate", "microsoft may earn",
    "this article contains affiliate", "this post contains affiliate",
    // pictures
    "photo:", "photos:", "photo by", "photo credit", "image:", "image credit", "image source",
    "picture:", "credit:", "foto:", "fotos:", "bild:", "bilder:", "bildquelle", "bildnachweis",
    "beitragsbild", "titelbild", "abbildung:", "quelle:", "crédit", "crédits",
    "imagen:", "fuente:", "fot.", "фото:", "图源", "图片来源"};

// Places where pages are shared; a short line with two of them is no text.
constexpr std::string_view kPlaces[] = {"facebook",  "twitter",  "instagram", "whatsapp",
                                        "pinterest", "linkedin", "telegram",  "youtube",
                                        "tiktok",    "reddit"};

uint32_t Lower(uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
      (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
    return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  return c >= 0x100 && c <= 0x137 ? c | 1 : c;
}

// Dashes, arrows, bullets and the like, which are in front of such lines.
bool IsSign(uint32_t c) {
  constexpr std::string_view kSigns = "->*|[ +#";
  if (c < 0x80) return kSigns.find(static_cast<char>(c)) != kSigns.npos;
  return c == 0xBB || c == 0xB7 || c == 0x203A || (c >= 0x2010 && c <= 0x2015) || c == 0x2022 ||
         (c >= 0x2190 && c <= 0x27BF) || (c >= 0x1F000 && c <= 0x1FAFF);
}

// In small letters, without the signs in front.
std::string Lowered(std::string_view line) {
  std::string lower;
  for (const char *p = line.data(), *end = p + line.size(); p < end;) {
    const DecodedChar c = DecodeUtf8(p, end);
    p += c.size;
    if (lower.empty() && IsSign(c.code_point)) continue;
    AppendUtf8(Lower(c.code_point), &lower);
  }
  return lower;
}

// The begins by their first byte, since nearly all lines have none.
struct Begins {
  std::array<std::string, 256> of;  // indices into kBegins as two bytes each
  Begins() {
    for (size_t i = 0; i < std::size(kBegins); ++i) {
      std::string& list = of[static_cast<unsigned char>(kBegins[i][0])];
      list += static_cast<char>(i / 256);
      list += static_cast<char>(i % 256);
    }
  }
};

}  // namespace

bool IsDebrisLine(std::string_view line) {
  static const Begins begins;
  constexpr size_t kLongest = 130, kLongestOfTwo = 120, kLongestOfPlaces = 260;
  if (line.size() > kLongestOfPlaces) return false;
  const std::string lower = Lowered(line);
  if (lower.empty()) return true;
  {
    const std::string& list = begins.of[static_cast<unsigned char>(lower[0])];
    for (size_t i = 0; i + 1 < list.size(); i += 2) {
      const std::string_view begin = kBegins[static_cast<unsigned char>(list[i]) * 256 +
                                             static_cast<unsigned char>(list[i + 1])];
      if (std::string_view(lower).substr(0, begin.size()) != begin) continue;
      if (lower.substr(begin.size(), 1) == ":") return true;  // Photo: ...
      if (lower.size() > kLongest) continue;
      // One word alone may begin a sentence.
      constexpr size_t kShort = 40;
      const bool one = begin.find_first_of(" :-") == begin.npos;
      const char last = lower.back();
      const bool sentence = last == '.' || last == '!' || last == '?';
      if (!one || lower.size() <= kShort || !sentence) return true;
    }
  }
  int places = 0;
  for (const std::string_view place : kPlaces) places += lower.find(place) != lower.npos;
  return places >= 3 || (places == 2 && lower.size() <= kLongestOfTwo);
}

}  // namespace textmill::html
