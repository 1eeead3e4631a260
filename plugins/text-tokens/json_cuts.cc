#include "plugins/text-tokens/json_parts.h"

namespace textmill::tokenizer {
namespace {

void AddByteLevel(const Members& cut, Cuts* to) {
  cut.AreAmong({"type", "add_prefix_space", "trim_offsets", "use_regex"});
  to->byte_level = true;
  to->add_prefix_space = cut.Flag("add_prefix_space", {});
  if (to->add_prefix_space && !to->cuts.empty())
    Refuse("the pre-tokenizer has `add_prefix_space` after another cut");
  if (cut.Flag("use_regex", true)) to->cuts.emplace_back(Splitter(PatternCalled("gpt2")));
}

void AddLiteral(std::string_view what, std::string_view behavior, Cuts* to) {
  static constexpr std::pair<std::string_view, LiteralCut::Where> kWays[] = {
      {"Isolated", LiteralCut::kAround},
      {"Removed", LiteralCut::kLeftOut},
      {"MergedWithPrevious", LiteralCut::kAfter},
      {"MergedWithNext", LiteralCut::kBefore}};
  if (what.empty()) Broken("the pre-tokenizer cuts at an empty text");
  for (const auto& [name, where] : kWays) {
    if (name == behavior) {
      to->cuts.emplace_back(LiteralCut{std::string(what), where});
      return;
    }
  }
  Refuse("the pre-tokenizer has the behavior " + Quoted(behavior));
}

void AddSplit(const Members& cut, Cuts* to) {
  cut.AreAmong({"type", "pattern", "behavior", "invert"});
  const Members pattern(cut.Get("pattern"), "the pattern of the pre-tokenizer");
  const std::string_view behavior = cut.Text("behavior");
  const bool invert = cut.Flag("invert", {});
  if (pattern.Find("String")) {
    pattern.AreAmong({"String"});
    if (invert) Refuse("the pre-tokenizer has `invert`");
    return AddLiteral(pattern.Text("String"), behavior, to);
  }
  pattern.AreAmong({"Regex"});
  const std::string_view written = pattern.Text("Regex");
  const Pattern* const known = PatternAsWritten(written);
  if (known == nullptr) Refuse("the pre-tokenizer has the pattern " + Quoted(written));
  // Files that were made from tiktoken's remove what is between matches: with its patterns,
  // nothing.
  const std::vector<std::string_view> whole = PatternsOfRanks();
  const bool nothing_between = behavior == "Removed" && invert &&
                               std::find(whole.begin(), whole.end(), known->name) != whole.end();
  if (!nothing_between) {
    if (behavior != "Isolated") Refuse("the pre-tokenizer has the behavior " + Quoted(behavior));
    if (invert) Refuse("the pre-tokenizer has `invert`");
  }
  to->cuts.emplace_back(Splitter(*known));
}

void AddMetaspace(const Members& cut, Cuts* to) {
  cut.AreAmong({"type", "replacement", "add_prefix_space", "prepend_scheme", "split", "str_rep"});
  Metaspace made{cut.ShortText("replacement"), Metaspace::kAlways, cut.Flag("split", true)};
  if (CountCharacters(made.mark) != 1)
    Broken("the `replacement` of the pre-tokenizer is not one character");
  if (cut.Find("prepend_scheme")) {
    const std::string_view scheme = cut.Text("prepend_scheme");
    if (scheme == "first")
      made.prefix = Metaspace::kFirst;
    else if (scheme == "never")
      made.prefix = Metaspace::kNever;
    else if (scheme != "always")
      Refuse("the pre-tokenizer has the `prepend_scheme` " + Quoted(scheme));
  }
  if (!cut.Flag("add_prefix_space", true)) made.prefix = Metaspace::kNever;
  to->cuts.emplace_back(std::move(made));
}

void AddCut(element value, int* parts, Cuts* to) {
  const Members cut(value, "the pre-tokenizer");
  const std::string_view type = cut.Text("type");
  if (++*parts > kMostParts) Refuse("the pre-tokenizer has so many parts");
  if (type == "Sequence") {
    cut.AreAmong({"type", "pretokenizers"});
    for (const element part : cut.List("pretokenizers")) AddCut(part, parts, to);
    return;
  }
  // What comes after it would see other characters.
  if (to->byte_level) Refuse("the pre-tokenizer has " + Quoted(type) + " after `ByteLevel`");
  if (type == "ByteLevel") {
    AddByteLevel(cut, to);
  } else if (type == "Split") {
    AddSplit(cut, to);
  } else if (type == "Digits") {
    cut.AreAmong({"type", "individual_digits"});
    to->cuts.emplace_back(
        Splitter(PatternCalled(cut.Flag("individual_digits", {}) ? "digits" : "numbers")));
  } else if (type == "Metaspace") {
    AddMetaspace(cut, to);
  } else if (type == "WhitespaceSplit") {
    cut.AreAmong({"type"});
    to->cuts.emplace_back(WhiteSpaceCut{});
  } else if (type == "BertPreTokenizer") {
    cut.AreAmong({"type"});
    to->cuts.emplace_back(WhiteSpaceCut{});
    to->cuts.emplace_back(SignCut{});
  } else if (type == "Punctuation") {
    cut.AreAmong({"type", "behavior"});
    if (cut.Find("behavior") && cut.Text("behavior") != "Isolated")
      Refuse("the pre-tokenizer has the behavior " + Quoted(cut.Text("behavior")));
    to->cuts.emplace_back(SignCut{});
  } else {
    Refuse("the pre-tokenizer has " + Quoted(type));
  }
}

}  // namespace

Cuts ParseCuts(element value) {
  Cuts made;
  int parts = 0;
  AddCut(value, &parts, &made);
  return made;
}

}  // namespace textmill::tokenizer
