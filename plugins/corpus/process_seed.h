// What hashes of tables in memory begin with: another number in each process, so that nobody can
// write words that all want the same slot. No output and no saved state may depend on it.
//
// Any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_PROCESS_SEED_H_
#define TEXTMILL_PLUGINS_CORPUS_PROCESS_SEED_H_

#include <cstdint>
#include <random>

namespace textmill::corpus {

inline uint64_t ProcessSeed() {
  static const uint64_t seed = [] {
    std::random_device random;
    return uint64_t{random()} << 32 | random();
  }();
  return seed;
}

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_PROCESS_SEED_H_
