#include "plugins/text/lines.h"

#include <nettle/sha2.h>

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

// What a line takes in the map, about.
constexpr int64_t kEntryBytes = 40;

std::string_view Trimmed(std::string_view line) {
  constexpr const char* kBlanks = " \t\r\v\f";
  const size_t begin = line.find_first_not_of(kBlanks);
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(kBlanks) - begin + 1);
}

// Calls `each` with every line, without its line end.
template <class Each>
void ForLines(std::string_view text, Each each) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    each(text.substr(at, end - at), end < text.size());
    at = end + 1;
  }
}

// Of a SHA-256, since lines that collide in a fast hash can be written by hand.
uint64_t HashOf(std::string_view line) {
  sha256_ctx sha;
  sha256_init(&sha);
  sha256_update(&sha, line.size(), reinterpret_cast<const uint8_t*>(line.data()));
  uint64_t hash;
  sha256_digest(&sha, sizeof hash, reinterpret_cast<uint8_t*>(&hash));
  return hash;
}

std::vector<std::unique_ptr<RE2>> Compile(const Param<std::vector<std::string>>& patterns) {
  std::vector<std::unique_ptr<RE2>> made;
  for (size_t i = 0; i < patterns->size(); ++i)
    made.push_back(
        CompilePattern((*patterns)[i], patterns.spec().name + "[" + std::to_string(i) + "]"));
  return made;
}

}  // namespace

Lines::Lines() {
  Can(TEXTMILL_REPLAYS | TEXTMILL_COMMITS);
  Describe("text.lines", "1.0.0",
           "Cuts lines out of texts: by pattern, by length, or by how many documents have them.");
  Explain(
      "For menus, cookie notices, bylines and other lines that are in many documents or are known "
      "by their form. A line is cut when any of the rules says so.\n\n"
      "- Lines are compared without the blanks at their ends. Blank lines are never cut for "
      "themselves; one goes with the line that is cut before it where another blank line is left.\n"
      "- `max_documents` reads the corpus up to this step twice, and counts a line once for each "
      "document that has it.\n"
      "- A document of which nothing is left has an empty text, and stays; `keep: text != \"\"` "
      "drops it.\n"
      "- Where the text is changed, what earlier steps found in it by its place is no longer true: "
      "`check` says so.\n\n"
      "`dedup.passages` cuts repeated paragraphs and sentences.",
      "- uses: text.lines\n"
      "  with:\n"
      "    drop: ['(?i)^(share|tweet|print)$', '(?i)all rights reserved']\n"
      "    max_documents: 20");
}

void Lines::Bind(Binder& binder) {
  changed_.field().name = text_.name();
  drops_ = Compile(drop_);
  keeps_ = Compile(keep_);
  const bool counts = max_documents_.present();
  if (drops_.empty() && keeps_.empty() && min_length_.get() == 0 && !max_length_.present() &&
      !counts)
    throw Error(
        "no rule is given: say `drop`, `keep`, `min_length`, `max_length` or "
        "`max_documents`");
  if (max_length_.present() && max_length_.get() < min_length_.get())
    throw Error("`max_length` is less than `min_length`: all lines would be cut")
        .Parameter("max_length");
  if (!counts) binder.flags &= ~static_cast<uint32_t>(TEXTMILL_COMMITS | TEXTMILL_REPLAYS);
  line_.Enable(counts);
}

Lines::Cut Lines::Judge(std::string_view line) const {
  if (MatchesAny(drops_, line) || (!keeps_.empty() && !MatchesAny(keeps_, line)))
    return Cut::kPattern;
  if (min_length_.get() > 0 || max_length_.present()) {
    const auto length = static_cast<int64_t>(CountCharacters(line));
    if (length < min_length_.get() || (max_length_.present() && length > max_length_.get()))
      return Cut::kLength;
  }
  if (!documents_.empty()) {
    const auto found = documents_.find(HashOf(line));
    if (found != documents_.end() && found->second > max_documents_.get()) return Cut::kRepeated;
  }
  return Cut::kNo;
}

void Lines::CountLines(const Batch& batch, Reply& reply) const {
  const View<Utf8> texts = batch[text_];
  std::vector<uint64_t> hashes;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    hashes.clear();
    ForLines(texts[row], [&](std::string_view line, bool) {
      if (const std::string_view trimmed = Trimmed(line); !trimmed.empty())
        hashes.push_back(HashOf(trimmed));
    });
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    for (const uint64_t hash : hashes) reply[line_].Append(hash);
  }
}

void Lines::Process(const Batch& batch, Reply& reply, Lane*) const {
  if (max_documents_.present() && batch.pass() == 0) return CountLines(batch, reply);
  const View<Utf8> texts = batch[text_];
  std::string left;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view text = texts[row];
    if (texts.IsNull(row)) {
      reply[changed_].AppendNull();
      continue;
    }
    left.clear();
    bool cut = false, after_cut = false, last_blank = true;
    ForLines(text, [&](std::string_view line, bool ends) {
      const std::string_view trimmed = Trimmed(line);
      const Cut why = trimmed.empty() ? Cut::kNo : Judge(trimmed);
      if (why != Cut::kNo) {
        reply.Count(why == Cut::kPattern  ? by_pattern_
                    : why == Cut::kLength ? by_length_
                                          : repeated_);
        cut = after_cut = true;
        return;
      }
      if (trimmed.empty() && after_cut && last_blank) return;
      if (!trimmed.empty()) after_cut = false;
      last_blank = trimmed.empty();
      left.append(line).append(ends ? "\n" : "");
    });
    if (cut) {
      // The end of the last line that is left, where the text had none.
      if (!left.empty() && left.back() == '\n' && text.back() != '\n') left.pop_back();
      reply.Count(documents_changed_);
      if (left.find_first_not_of(" \t\r\v\f\n") == left.npos) {
        left.clear();
        reply.Count(documents_emptied_);
      }
    }
    reply[changed_].Append(cut ? std::string_view(left) : text);
  }
}

void Lines::Add(uint64_t line, uint32_t documents) {
  uint32_t& n = documents_[line];
  n += std::min(documents, UINT32_MAX - n);
}

void Lines::Commit(const Batch& batch, const Carried& carried, Reply&) {
  if (batch.pass() != 0 || carried.rows() == 0) return;
  const View<UInt64> hashes = carried[line_];
  for (int64_t i = 0; i < hashes.size(); ++i) Add(hashes[i], 1);
  CheckMemory();
}

void Lines::CheckMemory() {
  const int64_t now = static_cast<int64_t>(documents_.size()) * kEntryBytes;
  if (now > memory_->bytes)
    throw Error("the corpus has more different lines than `memory` has room for: " +
                std::to_string(documents_.size()) + " so far")
        .Parameter("memory")
        .Hint("raise `memory`, or cut what is known by its form first");
  reported_memory_.Set(host(), now);
}

void Lines::Save(StateWriter& to) const {
  std::vector<std::pair<uint64_t, uint32_t>> sorted(documents_.begin(), documents_.end());
  std::sort(sorted.begin(), sorted.end());
  to.Put(static_cast<uint64_t>(sorted.size()));
  for (const auto& [hash, n] : sorted) {
    to.Put(hash);
    to.Put(n);
  }
}

void Lines::AddCounts(StateReader& from) {
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const auto hash = from.Take<uint64_t>();
    Add(hash, from.Take<uint32_t>());
  }
  CheckMemory();
}

}  // namespace textmill::text
