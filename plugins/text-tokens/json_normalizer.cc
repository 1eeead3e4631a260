#include <nettle/base64.h>

#include "plugins/text-tokens/json_parts.h"

namespace textmill::tokenizer {
namespace {

std::string Decoded(std::string_view base64) {
  std::string bytes(BASE64_DECODE_LENGTH(base64.size()), '\0');
  base64_decode_ctx context;
  base64_decode_init(&context);
  size_t n = bytes.size();
  if (base64_decode_update(&context, &n, reinterpret_cast<uint8_t*>(bytes.data()), base64.size(),
                           base64.data()) == 0 ||
      base64_decode_final(&context) == 0)
    Broken("the map of characters is no base64");
  bytes.resize(n);
  return bytes;
}

void AddReplace(const Members& step, Normalizer* to) {
  step.AreAmong({"type", "pattern", "content"});
  const Members pattern(step.Get("pattern"), "the pattern of the normalizer");
  const std::string with = step.ShortText("content");
  if (pattern.Find("String")) {
    pattern.AreAmong({"String"});
    const std::string what(pattern.Text("String"));
    if (what.empty()) Broken("the normalizer replaces an empty text");
    return to->Add(Replace{what, with});
  }
  pattern.AreAmong({"Regex"});
  if (pattern.Text("Regex") != " {2,}")
    Refuse("the normalizer has the pattern " + Quoted(pattern.Text("Regex")));
  to->Add(ReplaceBlanks{with});
}

void AddStep(element value, int* parts, Normalizer* to) {
  const Members step(value, "the normalizer");
  const std::string_view type = step.Text("type");
  if (++*parts > kMostParts) Refuse("the normalizer has so many parts");
  const auto plain = [&](Normalizer::Step made) {
    step.AreAmong({"type"});
    to->Add(std::move(made));
  };
  if (type == "Sequence") {
    step.AreAmong({"type", "normalizers"});
    for (const element part : step.List("normalizers")) AddStep(part, parts, to);
  } else if (type == "NFC") {
    plain(unicode::Form(unicode::Form::kNfc));
  } else if (type == "NFKC") {
    plain(unicode::Form(unicode::Form::kNfkc));
  } else if (type == "NFD") {
    plain(Decompose{});
  } else if (type == "NFKD") {
    plain(DecomposeMore{});
  } else if (type == "Lowercase") {
    plain(Lowercase{});
  } else if (type == "StripAccents") {
    plain(StripAccents{});
  } else if (type == "Prepend") {
    step.AreAmong({"type", "prepend"});
    to->Add(Prepend{step.ShortText("prepend")});
  } else if (type == "Strip") {
    step.AreAmong({"type", "strip_left", "strip_right"});
    to->Add(Strip{step.Flag("strip_left", {}), step.Flag("strip_right", {})});
  } else if (type == "Replace") {
    AddReplace(step, to);
  } else if (type == "Precompiled") {
    step.AreAmong({"type", "precompiled_charsmap"});
    if (step.Find("precompiled_charsmap"))
      to->Add(std::make_shared<const Charsmap>(Decoded(step.Text("precompiled_charsmap"))));
  } else if (type == "BertNormalizer") {
    step.AreAmong({"type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase"});
    const bool lowercase = step.Flag("lowercase", {});
    to->Add(Bert{step.Flag("clean_text", {}), step.Flag("handle_chinese_chars", {}),
                 step.Flag("strip_accents", lowercase), lowercase});
  } else {
    Refuse("the normalizer is " + Quoted(type));
  }
}

}  // namespace

Normalizer ParseNormalizer(element value) {
  Normalizer made;
  int parts = 0;
  AddStep(value, &parts, &made);
  return made;
}

}  // namespace textmill::tokenizer
