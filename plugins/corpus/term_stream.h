// The terms of documents as numbers: what Process hands to Commit, and Commit puts together.
//
// A stream is a row of 32-bit numbers. A document is `kDocument`, the number of its group, and its
// terms in order, with marks between them. Numbers of terms and groups are those of the batch until
// Commit has renumbered them by the corpus, in the order in which they first occur; so they do not
// depend on how the documents were cut into batches.
#ifndef TEXTMILL_PLUGINS_CORPUS_TERM_STREAM_H_
#define TEXTMILL_PLUGINS_CORPUS_TERM_STREAM_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/corpus/interner.h"

namespace textmill::corpus {

inline constexpr uint32_t kFirstMark = 0xFFFFFFF0;  // below it: a term
inline constexpr uint32_t kDocument = 0xFFFFFFFF;   // a document begins; its group is next
inline constexpr uint32_t kHole = 0xFFFFFFFE;       // a term is here that does not count
inline constexpr uint32_t kLine = 0xFFFFFFFD;       // a line ends here
inline constexpr uint32_t kSentence = 0xFFFFFFFC;   // a sentence ends here

// The terms of a batch. A lane's.
class BatchTerms {
 public:
  void Clear() {
    terms.Clear();
    groups.Clear();
    stream.clear();
  }
  void Begin(std::string_view group) {
    stream.push_back(kDocument);
    stream.push_back(groups.Number(group));
  }

  // As one string of bytes, for a carry.
  std::string Pack() const {
    std::string bytes;
    PackStrings(groups, &bytes);
    PackStrings(terms, &bytes);
    bytes.append(reinterpret_cast<const char*>(stream.data()), stream.size() * sizeof(uint32_t));
    return bytes;
  }

  Interner terms, groups;
  std::vector<uint32_t> stream;

 private:
  static void PackNumber(uint32_t n, std::string* to) {
    to->append(reinterpret_cast<const char*>(&n), sizeof n);
  }
  static void PackStrings(const Interner& strings, std::string* to) {
    PackNumber(static_cast<uint32_t>(strings.size()), to);
    for (size_t i = 0; i < strings.size(); ++i) {
      PackNumber(static_cast<uint32_t>(strings[i].size()), to);
      to->append(strings[i]);
    }
  }
};

// The numbers that terms and groups of another corpus have in this one.
struct Renumbering {
  std::vector<uint32_t> terms, groups;
};

// What the corpus has so far: its terms and groups by number. One thread.
class CorpusTerms {
 public:
  // Takes the bytes of a batch apart; `stream` becomes its stream in the corpus' numbers.
  void Take(std::string_view bytes, std::vector<uint32_t>* stream) {
    const std::vector<uint32_t> of_group = TakeStrings(&bytes, &groups);
    const std::vector<uint32_t> of_term = TakeStrings(&bytes, &terms);
    stream->resize(bytes.size() / sizeof(uint32_t));
    std::memcpy(stream->data(), bytes.data(), stream->size() * sizeof(uint32_t));
    for (size_t i = 0; i < stream->size(); ++i) {
      uint32_t& number = (*stream)[i];
      if (number < kFirstMark) {
        number = of_term[number];
      } else if (number == kDocument) {
        ++i;
        (*stream)[i] = of_group[(*stream)[i]];
      }
    }
  }

  Interner terms, groups;

 private:
  static std::vector<uint32_t> TakeStrings(std::string_view* from, Interner* to) {
    std::vector<std::string_view> strings(TakeNumber(from));
    for (std::string_view& string : strings) {
      const uint32_t size = TakeNumber(from);
      string = from->substr(0, size);
      from->remove_prefix(size);
    }
    std::vector<uint32_t> numbers(strings.size());
    to->Numbers(strings, numbers.data());
    return numbers;
  }
  static uint32_t TakeNumber(std::string_view* from) {
    uint32_t n;
    std::memcpy(&n, from->data(), sizeof n);
    from->remove_prefix(sizeof n);
    return n;
  }
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_TERM_STREAM_H_
