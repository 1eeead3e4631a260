#include "plugins/text/replace.h"

namespace textmill::text {
namespace {

ParamSpec Patterns() {
  ParamSpec pattern, with, item, spec;
  pattern.name = "pattern";
  pattern.types = TEXTMILL_STRING;
  pattern.required = true;
  pattern.doc = "A regular expression, in RE2's syntax.";
  with.name = "with";
  with.types = TEXTMILL_STRING;
  with.default_value = "\"\"";
  with.doc = "What takes the place of each match; `\\1` is the first group, `\\0` all of it.";
  item.types = TEXTMILL_MAP;
  item.fields = {std::move(pattern), std::move(with)};
  spec.name = "patterns";
  spec.types = TEXTMILL_LIST;
  spec.required = true;
  spec.doc = "What to replace, one after the other: each sees what those before it have left.";
  spec.item.push_back(std::move(item));
  return spec;
}

const Value& Member(const Value& map, const char* name) {
  for (const Value& item : map.items) {
    if (item.key == name) return item;
  }
  throw Error("a pattern is not complete", TEXTMILL_INTERNAL);
}

}  // namespace

Replace::Replace() : patterns_(this, Patterns()) {
  Describe("text.replace", "1.0.0", "Replaces what regular expressions match in a text.");
  Explain(
      "For what is known by its form: calls to subscribe, page numbers, marks of an archive. "
      "Matches do not overlap, and are found from left to right. `(?i)` in front of an expression "
      "takes letters in any case, `(?m)` lets `^` and `$` stand for the ends of lines, `(?s)` lets "
      "a dot match line ends.\n\n"
      "The end of the run tells how often each expression matched. Where the text is changed, what "
      "earlier steps found in it by its place is no longer true: `check` says so.",
      "- uses: text.replace\n"
      "  with:\n"
      "    patterns:\n"
      "      - { pattern: '(?m)^Listen to this article.*\\n' }\n"
      "      - { pattern: '(\\d+) ?%', with: '\\1 percent' }");
}

void Replace::Bind(Binder&) {
  changed_.field().name = text_.name();
  rules_.clear();
  const std::vector<Value>& items = patterns_.get().items;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string blame = "patterns[" + std::to_string(i) + "]";
    Rule rule{CompilePattern(Member(items[i], "pattern").string, blame + ".pattern"),
              Member(items[i], "with").string};
    std::string fault;
    if (!rule.pattern->CheckRewriteString(rule.with, &fault))
      throw Error("`" + rule.with + "` cannot take the place of a match: " + fault)
          .Parameter(blame + ".with")
          .Hint("groups are \\0 to \\9; a backslash that is meant is written twice");
    rules_.push_back(std::move(rule));
  }
  if (rules_.empty()) throw Error("there is nothing to replace").Parameter("patterns");
  counts_ = std::make_unique<std::atomic<int64_t>[]>(rules_.size());
}

void Replace::Process(const Batch& batch, Reply& reply, Lane*) const {
  const View<Utf8> texts = batch[text_];
  std::string changed;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (texts.IsNull(row)) {
      reply[changed_].AppendNull();
      continue;
    }
    changed.assign(texts[row]);
    int64_t matches = 0;
    for (size_t i = 0; i < rules_.size(); ++i) {
      const int n = RE2::GlobalReplace(&changed, *rules_[i].pattern, rules_[i].with);
      if (n == 0) continue;
      matches += n;
      counts_[i].fetch_add(n, std::memory_order_relaxed);
    }
    reply[changed_].Append(changed);
    if (matches == 0) continue;
    reply.Count(replaced_, matches);
    reply.Count(documents_changed_);
  }
}

std::vector<AccountNumber> Replace::Account() const {
  std::vector<AccountNumber> account;
  for (size_t i = 0; i < rules_.size() && counts_ != nullptr; ++i)
    account.push_back({"replaced", rules_[i].pattern->pattern(), counts_[i]});
  return account;
}

}  // namespace textmill::text
