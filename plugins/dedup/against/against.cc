#include "plugins/dedup/against/against.h"

#include <algorithm>
#include <string>

#include "plugins/dedup/against/test_set_file.h"

namespace textmill::dedup {
namespace {

constexpr const char* kAgainstDescription =
    "A model that has read the questions of a test beforehand does well in it for nothing. This "
    "step "
    "finds documents that hold a run of `ngram` words of a test set, as it has been done since "
    "GPT-3 "
    "(13 words).\n\n"
    "Words are compared in compatibility form (NFKC) and without upper and lower case; blanks, "
    "line "
    "breaks and punctuation do not count. In Chinese, Japanese, Thai, Lao, Khmer and Burmese each "
    "character is a word. Runs are compared word by word, so that a match is one.\n\n"
    "With what a document matched is said in the details of its drop, or with `action: mark` in "
    "columns: "
    "the test set's file, the example (its `id`, or its line), the matching text as it is in the "
    "document, how many runs it shares with any test set, and what share of its words is in "
    "these.\n\n"
    "Texts of a test set with fewer than `ngram` words cannot be found; the log says how many "
    "there "
    "are. A smaller `ngram` finds them, and more that is common speech. What many tests quote, "
    "such as "
    "a famous speech, is in many documents: `mark` first, and look at what matched.";

constexpr const char* kAgainstExample =
    "- uses: dedup.against\n"
    "  with: { files: [tests/questions.jsonl], fields: [question], ngram: 13 }\n";

struct AgainstLane final : Lane {
  explicit AgainstLane(uint32_t n) : words(n) {}
  NgramWords words;
};

}  // namespace

// The first stretch of a document that a test set has, and how much there is in all.
struct Against::Match {
  int64_t runs = 0;
  int64_t covered = 0;  // words
  uint32_t example = 0;
  size_t begin = 0, end = 0;  // of the first stretch, in bytes
};

template <Part kPart>
Against::Told<kPart>::Told(StageBase* stage)
    : set(stage, "test_set", kOptional, "the file of the test set that it shares a run with"),
      example(stage, "test_example", kOptional, "the example: its `id`, or its line"),
      text(stage, "test_match", kOptional, "the first stretch that matches, as it is in the text"),
      ngrams(stage, "test_ngrams", kOptional, "how many runs of the text are in a test set"),
      share(stage, "test_share", kOptional, "the share of its words that are in these") {}

template <Part kPart>
void Against::Told<kPart>::Enable(bool on) {
  set.Enable(on);
  example.Enable(on);
  text.Enable(on);
  ngrams.Enable(on);
  share.Enable(on);
}

Against::Against() {
  Describe("dedup.against", "1.0.0",
           "Finds documents that share runs of words with test sets, and drops or marks them.");
  Explain(kAgainstDescription, kAgainstExample);
}

void Against::Bind(Binder& binder) {
  const bool mark = action_ == "mark";
  columns_.Enable(mark);
  details_.Enable(!mark);
  if (mark) binder.flags &= ~uint32_t{TEXTMILL_DROPS};
}

void Against::Open(const textmill_open_request&) {
  sets_ = std::make_unique<TestSets>(static_cast<uint32_t>(*ngram_));
  for (const InputFile& file : *files_) ReadTestSet(file.value, *fields_, sets_.get());
  sets_->Finish();
  if (sets_->runs() == 0) {
    throw Error("no text of the test sets has " + std::to_string(*ngram_) +
                " words, so nothing could be found")
        .Parameter("files")
        .Hint("Look whether `fields` names the right ones, or make `ngram` smaller.");
  }
  if (sets_->too_short() > 0) {
    Log(TEXTMILL_LOG_WARNING, std::to_string(sets_->too_short()) +
                                  " texts of the test sets have fewer than " +
                                  std::to_string(*ngram_) + " words, and are not looked for");
  }
}

std::unique_ptr<Lane> Against::NewLane() const {
  return std::make_unique<AgainstLane>(static_cast<uint32_t>(*ngram_));
}

Against::Match Against::Compare(const NgramWords& words) const {
  Match match;
  const size_t n = static_cast<size_t>(*ngram_);
  size_t covered_to = 0;
  bool first_goes_on = false;
  for (size_t i = 0; i < words.runs().size(); ++i) {
    const int64_t example = sets_->Find(words, i);
    if (example < 0) {
      first_goes_on = first_goes_on && i <= covered_to;
      continue;
    }
    const size_t end = i + n;
    match.covered += static_cast<int64_t>(end - std::max(i, covered_to));
    if (match.runs++ == 0) {
      match.example = static_cast<uint32_t>(example);
      match.begin = words.source(i).begin;
      first_goes_on = true;
    } else if (i > covered_to) {
      first_goes_on = false;
    }
    if (first_goes_on) match.end = words.source(end - 1).end;
    covered_to = end;
  }
  return match;
}

template <class Out>
void Against::Tell(const Match* match, double share, std::string_view text, Reply& reply,
                   const Out& out) const {
  if (match == nullptr) {
    reply[out.set].AppendNull();
    reply[out.example].AppendNull();
    reply[out.text].AppendNull();
    reply[out.ngrams].AppendNull();
    reply[out.share].AppendNull();
    return;
  }
  const TestSets::Example& example = sets_->example(match->example);
  reply[out.set].Append(example.set);
  reply[out.example].Append(example.name);
  reply[out.text].Append(text.substr(match->begin, match->end - match->begin));
  reply[out.ngrams].Append(match->runs);
  reply[out.share].Append(share);
}

void Against::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  NgramWords& words = static_cast<AgainstLane*>(lane)->words;
  const auto texts = batch[text_];
  const bool drop = action_ == "drop";
  for (int64_t row = 0; row < batch.rows(); ++row) {
    const std::string_view text = texts.IsNull(row) ? std::string_view() : texts[row];
    words.Take(text);
    const Match match = Compare(words);
    const bool found = match.runs >= *min_ngrams_;
    const double share =
        static_cast<double>(match.covered) / static_cast<double>(std::max<size_t>(words.size(), 1));
    if (drop) {
      Tell(found ? &match : nullptr, share, text, reply, details_);
      found ? reply.Drop(contaminated_) : reply.Keep();
    } else {
      Tell(found ? &match : nullptr, share, text, reply, columns_);
      if (found) reply.Count(marked_);
    }
  }
}

}  // namespace textmill::dedup
