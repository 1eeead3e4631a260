#include "plugins/text-tokens/bpe.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace textmill::tokenizer {
namespace {

using Ids = std::vector<Bpe::Id>;

// The rule as it is said: the lowest rank of all neighbours, the leftmost of equals, until there is
// none.
struct Naive {
  std::map<std::pair<Bpe::Id, Bpe::Id>, std::pair<uint32_t, Bpe::Id>> merges;
  Ids Encode(const std::string& piece) const {
    Ids ids(piece.begin(), piece.end());
    for (;;) {
      size_t best = ids.size();
      uint32_t rank = UINT32_MAX;
      for (size_t i = 0; i + 1 < ids.size(); ++i) {
        const auto found = merges.find({ids[i], ids[i + 1]});
        if (found == merges.end() || found->second.first >= rank) continue;
        rank = found->second.first;
        best = i;
      }
      if (best == ids.size()) return ids;
      ids[best] = merges.at({ids[best], ids[best + 1]}).second;
      ids.erase(ids.begin() + static_cast<ptrdiff_t>(best) + 1);
    }
  }
};

struct Made {
  Bpe bpe;
  Naive naive;
  std::vector<std::string> tokens;
  Made() {
    for (int b = 0; b < 256; ++b) Add(std::string(1, static_cast<char>(b)));
    EXPECT_FALSE(bpe.Finish());
  }
  bool Add(const std::string& token) {
    if (!bpe.AddToken(token, static_cast<Bpe::Id>(tokens.size()))) return false;
    tokens.push_back(token);
    return true;
  }
  void Merge(Bpe::Id left, Bpe::Id right, uint32_t rank, Bpe::Id merged) {
    if (bpe.AddMerge(left, right, rank, merged)) naive.merges[{left, right}] = {rank, merged};
  }
};

// Several merges may make one token, as in files that were made from ranks.
Made RandomMerges(std::mt19937& random, bool split_all) {
  Made made;
  const std::string alphabet = "abcd";
  Ids of_alphabet;
  for (const char c : alphabet) of_alphabet.push_back(static_cast<Bpe::Id>(c));
  uint32_t rank = 0;
  for (int i = 0; i < 60; ++i) {
    const Bpe::Id left = of_alphabet[random() % of_alphabet.size()];
    const Bpe::Id right = of_alphabet[random() % of_alphabet.size()];
    const std::string token = made.tokens[left] + made.tokens[right];
    if (token.size() > 12 || !made.Add(token)) continue;
    const auto merged = static_cast<Bpe::Id>(made.tokens.size() - 1);
    of_alphabet.push_back(merged);
    made.Merge(left, right, rank++, merged);
    for (size_t cut = 1; split_all && cut < token.size(); ++cut) {
      const auto a = made.bpe.IdOf(token.substr(0, cut)), b = made.bpe.IdOf(token.substr(cut));
      if (a && b) made.Merge(*a, *b, rank++, merged);
    }
  }
  return made;
}

TEST(Bpe, IsWhatTheRuleSays) {
  std::mt19937 random(1);
  for (int round = 0; round < 40; ++round) {
    const Made made = RandomMerges(random, round % 2 == 1);
    Bpe::Scratch scratch;
    for (int i = 0; i < 60; ++i) {
      std::string piece;
      // Also of 24 and 64 bytes, where ways part, and one byte more or less.
      const size_t sizes[] = {1, 2, 7, 23, 24, 25, 63, 64, 65, 200};
      const size_t size = sizes[random() % 10];
      const unsigned letters = 1 + random() % 4;
      while (piece.size() < size) piece += static_cast<char>('a' + random() % letters);
      Ids ids;
      made.bpe.Encode(piece, scratch, &ids);
      ASSERT_EQ(ids, made.naive.Encode(piece)) << piece;
      Ids again;  // from what is remembered
      made.bpe.Encode(piece, scratch, &again);
      ASSERT_EQ(ids, again);
    }
  }
}

TEST(Bpe, APieceThatIsATokenIsTakenWholeIfThatIsAskedFor) {
  Made made;
  ASSERT_TRUE(made.Add("ab") && made.Add("abc") && made.Add("bc"));
  made.Merge('b', 'c', 0, 258);  // so that `abc` is never reached
  Bpe::Scratch scratch, other;
  Ids ids;
  made.bpe.Encode("abc", scratch, &ids);
  EXPECT_EQ(ids, (Ids{'a', 258}));
  made.bpe.TakeWholePieces();
  ids.clear();
  made.bpe.Encode("abc", other, &ids);
  EXPECT_EQ(ids, Ids{257});
}

// A quarter of a million equal letters is not looked through for each merge.
TEST(Bpe, LongPieces) {
  Made made;
  std::string token = "a";
  Bpe::Id id = 'a';
  for (uint32_t rank = 0; rank < 10; ++rank) {
    token += token;
    ASSERT_TRUE(made.Add(token));
    const auto merged = static_cast<Bpe::Id>(made.tokens.size() - 1);
    made.Merge(id, id, rank, merged);
    id = merged;
  }
  Bpe::Scratch scratch;
  Ids ids;
  made.bpe.Encode(std::string(1 << 18, 'a'), scratch, &ids);
  EXPECT_EQ(ids, Ids(1 << 8, id));
}

TEST(Bpe, TokensAndMergesAreThereOnce) {
  Bpe bpe;
  EXPECT_TRUE(bpe.AddToken("a", 1));
  EXPECT_FALSE(bpe.AddToken("a", 2));
  EXPECT_FALSE(bpe.AddToken("b", 1));
  EXPECT_TRUE(bpe.AddMerge(1, 1, 0, 7));
  EXPECT_FALSE(bpe.AddMerge(1, 1, 1, 7));
  EXPECT_EQ(bpe.Finish(), 0);
}

}  // namespace
}  // namespace textmill::tokenizer
