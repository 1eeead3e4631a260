#include "plugins/text-tokens/unigram.h"

#include <algorithm>

#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

// How much worse than the worst token a character is that is none.
constexpr double kPenalty = 10;

}  // namespace

bool Unigram::AddToken(std::string_view token, double score) {
  const auto id = static_cast<Id>(scores_.size());
  least_ = scores_.empty() ? score : std::min(least_, score);
  scores_.push_back(score);
  return token.empty() || tokens_.Add(token, id);
}

void Unigram::Encode(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const {
  std::vector<Scratch::Way>& ways = scratch.ways_;
  ways.assign(piece.size() + 1, {0, kNowhere, kNoToken});
  const auto offer = [&](size_t to, size_t from, double score, Id id) {
    Scratch::Way& way = ways[to];
    if (way.from != kNowhere && score <= way.score) return;
    way = {score, static_cast<uint32_t>(from), id};
  };
  for (size_t at = 0; at < piece.size();) {
    const double so_far = ways[at].score;
    const std::string_view rest = piece.substr(at);
    const size_t size = DecodeUtf8(rest.data(), rest.data() + rest.size()).size;
    bool is_token = false;
    tokens_.Each(rest, [&](const ByteTrie::Found& found) {
      offer(at + found.size, at, scores_[found.id] + so_far, found.id);
      is_token |= found.size == size;
    });
    if (!is_token) offer(at + size, at, least_ - kPenalty + so_far, kNoToken);
    at += size;
  }
  // From the end; what is unknown in a row is one.
  const size_t before = ids->size();
  for (size_t end = piece.size(); end > 0;) {
    size_t begin = ways[end].from;
    const Id id = ways[end].id;
    if (id != kNoToken && id != unknown_) {
      ids->push_back(id);
    } else {
      while (begin > 0 && (ways[begin].id == kNoToken || ways[begin].id == unknown_))
        begin = ways[begin].from;
      const size_t n = ids->size();
      AppendUnknown(piece.substr(begin, end - begin), ids);
      std::reverse(ids->begin() + static_cast<ptrdiff_t>(n), ids->end());
    }
    end = begin;
  }
  std::reverse(ids->begin() + static_cast<ptrdiff_t>(before), ids->end());
  // What one long piece took is not kept for ever.
  if (ways.capacity() > (1 << 16)) std::vector<Scratch::Way>().swap(ways);
}

void Unigram::AppendUnknown(std::string_view text, std::vector<Id>* ids) const {
  // Unknown pieces may make a token together that was not the best way.
  if (const auto found = tokens_.Longest(text); found && found->size == text.size())
    return ids->push_back(found->id);
  if (bytes_) {
    for (const char c : text) ids->push_back((*bytes_)[static_cast<uint8_t>(c)]);
  } else if (unknown_) {
    ids->push_back(*unknown_);
  } else {
    throw Error("the tokenizer has no token for `" + std::string(text.substr(0, 40)) + "`");
  }
}

}  // namespace textmill::tokenizer
