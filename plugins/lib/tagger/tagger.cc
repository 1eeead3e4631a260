#include "plugins/lib/tagger/tagger.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/unicode/sentences.h"

namespace textmill::entities {
namespace {

constexpr size_t kPiece = size_t{64} << 10;  // bytes that are tagged together
constexpr size_t kMostWords = 80000;         // that the lexicon keeps

// Eight whole numbers, added at once. SSE2 has them, so every x86-64 machine.
using Eight = int16_t __attribute__((vector_size(16)));
using EightBytes = int8_t __attribute__((vector_size(8)));
struct Sum {
  static_assert(kColumns == 16);
  Eight low{}, high{};

  void Add(const int8_t* weights) {
    EightBytes a, b;
    std::memcpy(&a, weights, 8);
    std::memcpy(&b, weights + 8, 8);
    low += __builtin_convertvector(a, Eight);
    high += __builtin_convertvector(b, Eight);
  }
  void Add(const Emission& from) {
    Eight a, b;
    std::memcpy(&a, from.data(), 16);
    std::memcpy(&b, from.data() + 8, 16);
    low += a;
    high += b;
  }
  void AddTo(Emission* to) {
    Add(*to);
    std::memcpy(to->data(), &low, 16);
    std::memcpy(to->data() + 8, &high, 16);
  }
};

void Prefetch(const void* from, size_t bytes) {
  const auto* p = static_cast<const char*>(from);
  for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(p + i);
}

// Where to end a piece of a long text: after a line, a word, or at least a character.
size_t PieceEnd(std::string_view text) {
  if (text.size() <= kPiece) return text.size();
  for (const char* borders : {"\n", " "}) {
    const size_t at = text.find_last_of(borders, kPiece - 1);
    if (at != text.npos && at > kPiece / 2) return at + 1;
  }
  size_t at = kPiece;
  while (at > kPiece - 4 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// "U . S ." of text that comes in tokens looks like two sentences.
bool EndsWithLetter(std::string_view sentence) {
  const size_t n = sentence.size();
  return n >= 3 && sentence.ends_with(" .") && sentence[n - 3] >= 'A' && sentence[n - 3] <= 'Z' &&
         (n == 3 || sentence[n - 4] == ' ');
}
bool BeginsWithLetter(std::string_view sentence) {
  return sentence.size() >= 3 && sentence[0] >= 'A' && sentence[0] <= 'Z' &&
         sentence.substr(1, 2) == " .";
}

}  // namespace

Tagger::Tagger(std::shared_ptr<const Model> model)
    : model_(std::move(model)),
      lexicon_(&model_->knowledge),
      features_(&model_->knowledge, &lexicon_),
      viterbi_{Viterbi(model_->transitions[0]), Viterbi(model_->transitions[1])},
      remembered_(1024) {
  ListWord(nullptr);
  FindRows();
  SumWord(0, &boundary_);
}

void Tagger::Find(std::string_view text, std::vector<NameFound>* out) {
  uint32_t offset = 0;
  while (!text.empty()) {
    const size_t end = PieceEnd(text);
    FindInPiece(text.substr(0, end), offset, out);
    text.remove_prefix(end);
    offset += static_cast<uint32_t>(end);
  }
}

void Tagger::FindInPiece(std::string_view text, uint32_t offset, std::vector<NameFound>* out) {
  NewDocument();
  document_.Clear();
  unicode::FindSentences(text, &sentences_);
  for (size_t s = 0; s < sentences_.size(); ++s) {
    AppendTokens(text, sentences_[s], &lexicon_, &document_);
    const bool parted = s + 1 < sentences_.size() && EndsWithLetter(sentences_[s].of(text)) &&
                        BeginsWithLetter(sentences_[s + 1].of(text));
    if (!parted) document_.EndSentence();
  }
  document_.EndSentence();
  const std::vector<Label>& labels = LabelTokens(document_);
  const auto& tokens = document_.tokens;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == kOutside) continue;
    const size_t first = i;
    while (IsOpen(labels[i])) ++i;
    const size_t type = TypeOf(labels[i]);
    if (type >= model_->types.size())
      continue;  // a model may have weights for types without a name
    out->push_back(
        {offset + tokens[first].begin, offset + tokens[i].end, static_cast<uint32_t>(type)});
  }
}

void Tagger::NewDocument() {
  if (lexicon_.size() < kMostWords) return;
  lexicon_.Clear();
  sums_.clear();
  sum_of_.clear();
}

const std::vector<Label>& Tagger::LabelTokens(const Document& document) {
  const size_t n = document.tokens.size();
  tokens_ += n;
  labels_.resize(n);
  for (auto& emissions : emissions_) emissions.resize(n);
  SumNewWords(document);
  features_.Begin(document);
  Score(document);
  if (model_->has_second) ScoreAgain(document);
  return labels_;
}

// Only words that occur in texts: the lexicon has others, lower case of names. Some at once, so
// that memory is not waited for.
void Tagger::SumNewWords(const Document& document) {
  constexpr size_t kAtOnce = 16;
  sum_of_.resize(lexicon_.size());
  new_words_.clear();
  for (const Token& token : document.tokens) {
    uint32_t& sum = sum_of_[token.word];
    if (sum != 0) continue;
    new_words_.push_back(token.word);
    sum = static_cast<uint32_t>(sums_.size() + new_words_.size());
  }
  for (size_t from = 0; from < new_words_.size(); from += kAtOnce) {
    const size_t n = std::min(kAtOnce, new_words_.size() - from);
    list_.clear();
    list_ends_.clear();
    for (size_t w = from; w < from + n; ++w) ListWord(&lexicon_[new_words_[w]]);
    FindRows();
    for (size_t w = 0; w < n; ++w) {
      sums_.emplace_back();
      SumWord(w * (2 * kReach + 1), &sums_.back());
    }
  }
}

void Tagger::ListWord(const Word* word) {
  for (int offset = -kReach; offset <= kReach; ++offset) {
    OfWord(word, offset, &list_);
    list_ends_.push_back(list_.size());
  }
}

void Tagger::SumWord(size_t list, WordSums* to) const {
  for (size_t at = 0; at < 2 * kReach + 1; ++at, ++list) {
    to->of[at][0].fill(0);
    to->of[at][1].fill(0);
    AddRows(list == 0 ? 0 : list_ends_[list - 1], list_ends_[list], &to->of[at][0], &to->of[at][1]);
  }
}

// Where the rows of the features of list_ are, without those that have none; list_ends_ are those
// of rows_ then. Their memory is on its way.
void Tagger::FindRows() {
  rows_.resize(list_.size());
  for (size_t f = 0; f < list_.size(); ++f) {
    rows_[f] = HashTable::Key(list_[f]);
    model_->table.Prefetch(rows_[f]);
  }
  size_t n = 0, from = 0;
  for (size_t& end : list_ends_) {
    // Half of them have one, so that a branch would be mistaken half of the time.
    for (; from < end; ++from) {
      const uint32_t row = model_->table.Find(rows_[from]);
      const bool found = row != HashTable::kNone;
      __builtin_prefetch(model_->rows.data() + (found ? row : 0));
      rows_[n] = row;
      n += found;
    }
    end = n;
  }
}

// Adds the weights of rows_[begin, end).
void Tagger::AddRows(size_t begin, size_t end, Emission* first, Emission* second) const {
  Sum first_sum, second_sum;
  for (size_t f = begin; f < end; ++f) {
    const Model::Row& row = model_->rows[rows_[f]];
    first_sum.Add(row[0].data());
    second_sum.Add(row[1].data());
  }
  if (first != nullptr) first_sum.AddTo(first);
  second_sum.AddTo(second);
}

void Tagger::Score(const Document& document) {
  const auto& tokens = document.tokens;
  size_t begin = 0;
  for (const uint32_t end : document.sentence_ends) {
    around_.assign(end - begin + 2 * kReach, &boundary_);
    for (size_t i = begin; i < end; ++i) {
      const WordSums* sums = &sums_[sum_of_[tokens[i].word] - 1];
      Prefetch(sums, sizeof(WordSums));
      around_[i - begin + kReach] = sums;
    }
    features_.BeginSentence(begin, end);
    // All of a sentence at once, so that memory is not waited for.
    list_.clear();
    list_ends_.clear();
    for (size_t i = begin; i < end; ++i) {
      features_.OfPlace(i, &list_);
      list_ends_.push_back(list_.size());
    }
    FindRows();
    for (size_t i = begin; i < end; ++i) {
      Sum first, second;
      for (size_t at = 0; at < 2 * kReach + 1; ++at) {
        const auto& sums = around_[i - begin + at]->of[at];
        first.Add(sums[0]);
        second.Add(sums[1]);
      }
      emissions_[0][i].fill(0);
      emissions_[1][i].fill(0);
      first.AddTo(&emissions_[0][i]);
      second.AddTo(&emissions_[1][i]);
      AddRows(i == begin ? 0 : list_ends_[i - begin - 1], list_ends_[i - begin], &emissions_[0][i],
              &emissions_[1][i]);
    }
    viterbi_[0].Find(&emissions_[0][begin], end - begin, &labels_[begin]);
    begin = end;
  }
}

void Tagger::ScoreAgain(const Document& document) {
  features_.BeginLabels(labels_);
  size_t begin = 0;
  for (const uint32_t end : document.sentence_ends) {
    features_.TurnTo(begin, end);
    for (size_t i = begin; i < end; ++i) {
      const uint64_t key = features_.LabelsAround(i);
      Remembered& remembered = remembered_[hash::Spread(key) >> 54];
      if (remembered.key != key) {
        remembered.key = key;
        remembered.sum.fill(0);
        list_.clear();
        features_.OfLabelsAround(i, &list_);
        list_ends_.assign(1, list_.size());
        FindRows();
        AddRows(0, list_ends_[0], nullptr, &remembered.sum);
      }
      Sum sum;
      sum.Add(remembered.sum);
      sum.AddTo(&emissions_[1][i]);
    }
    list_.clear();
    list_ends_.clear();
    for (size_t i = begin; i < end; ++i) {
      features_.OfUsage(i, &list_);
      list_ends_.push_back(list_.size());
    }
    FindRows();
    for (size_t i = begin, from = 0; i < end; ++i) {
      const size_t to = list_ends_[i - begin];
      if (to > from) AddRows(from, to, nullptr, &emissions_[1][i]);
      from = to;
    }
    viterbi_[1].Find(&emissions_[1][begin], end - begin, &labels_[begin]);
    begin = end;
  }
}

}  // namespace textmill::entities
