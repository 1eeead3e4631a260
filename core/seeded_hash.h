// The hash for tables in memory whose keys come from a corpus: seeded anew in each process, so that
// nobody can write values that all collide and make a table of n of them cost n squared. std::hash
// can be made to. Never saved, and no output may depend on it. Any thread.
#ifndef CORE_SEEDED_HASH_H_
#define CORE_SEEDED_HASH_H_

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

namespace textmill::core {

struct SeededHash {
  using is_transparent = void;
  size_t operator()(std::string_view value) const {
    static const uint64_t seed = [] {
      std::random_device random;
      return uint64_t{random()} << 32 | random();
    }();
    return XXH3_64bits_withSeed(value.data(), value.size(), seed);
  }
};

}  // namespace textmill::core

#endif  // CORE_SEEDED_HASH_H_
