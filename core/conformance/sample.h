// Tables made up for trying a stage out: columns of every type that it may need, with values that
// depend on nothing but a seed.
#ifndef CORE_CONFORMANCE_SAMPLE_H_
#define CORE_CONFORMANCE_SAMPLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/table/column.h"
#include "textmill/abi.h"

namespace textmill::core {

struct SampleTable {
  Schema schema;
  std::vector<Array> columns;
  int64_t rows = 0;
};

enum class SampleKind {
  kPlain,  // documents as one meets them, some twice, some values absent
  kNulls,  // every value is absent
  kOdd,    // empty, one character, NUL, blanks, long words, the ends of number ranges, random bytes
           // that are UTF-8
  kHuge    // a text of some MiB in the first row
};

// The columns that documents usually have, and those that the stage says it needs.
Schema SampleSchema(const textmill_stage_info& stage);

SampleTable MakeSample(const Schema& schema, int64_t rows, uint64_t seed, SampleKind kind);

// Some of its rows; ascending.
SampleTable Pick(const SampleTable& table, const std::vector<int64_t>& rows);

// A column's type as an interface description names it: "utf8", "list", ...
Field SampleField(const std::string& name, const std::string& type);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_SAMPLE_H_
