#include "plugins/group/totals.h"

#include <cstring>
#include <limits>
#include <utility>

#include "plugins/lib/values/ordered_key.h"
#include "plugins/lib/values/saved_count.h"
#include "textmill/error.hpp"

namespace textmill::group {
namespace {

constexpr int kMostSumBits = 53 + 64;  // of as many numbers as can be counted

bool IsWhole(const Field& type) { return type.format != "f" && type.format != "g"; }

__int128 WholeOf(const Field& type, std::string_view value) {
  const int64_t number = values::OrderedInteger(type, value);
  if (type.format == "L") return static_cast<uint64_t>(number);
  return number;
}

template <class T>
void Put(const T& value, std::string* to) {
  to->append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T Take(std::string_view* from) {
  T value;
  if (from->size() < sizeof value) throw Error("a total is damaged", TEXTMILL_INTERNAL);
  std::memcpy(&value, from->data(), sizeof value);
  from->remove_prefix(sizeof value);
  return value;
}

// It may come from a saved state.
int64_t TakeCount(std::string_view* from) {
  const auto count = Take<uint64_t>(from);
  if (!values::IsCount(count)) throw Error("a total is damaged", TEXTMILL_INTERNAL);
  return static_cast<int64_t>(count);
}

std::string_view TakeBytes(std::string_view* from) {
  const auto size = Take<uint64_t>(from);
  if (size > from->size()) throw Error("a total is damaged", TEXTMILL_INTERNAL);
  const std::string_view bytes = from->substr(0, size);
  from->remove_prefix(size);
  return bytes;
}

const char* NameOf(What what) {
  constexpr const char* kNames[] = {"sum", "mean", "min", "max", "first", "list"};
  return kNames[static_cast<size_t>(what)];
}

}  // namespace

Field Question::Answer() const {
  Field answer{std::string(NameOf(what)) + "_" + type.name, type.format, {}, {}};
  if (what == What::kMean) answer.format = "g";
  if (what == What::kSum) answer.format = IsWhole(type) ? "l" : "g";
  if (what == What::kList) answer = ListOf(answer.name, Field{"item", type.format, {}, {}});
  answer.SetMeta(TEXTMILL_META_OPTIONAL, "1");
  return answer;
}

void Totals::Add(const std::vector<Question>& questions, std::string_view values,
                 int64_t document) {
  ++rows_;
  if (document != last_document_) ++documents_;
  last_document_ = document;
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    const std::string_view value = values::TakeOrderedBytes(question.type, values);
    if (values::IsOrderedNull(value)) continue;
    Part& part = parts_[i];
    bytes_ -= part.bytes.size() + part.sum.bytes();
    switch (question.what) {
      case What::kSum:
      case What::kMean:
        if (IsWhole(question.type))
          part.whole += WholeOf(question.type, value);
        else
          part.sum.Add(values::OrderedNumber(question.type, value));
        break;
      case What::kMin:
        if (part.n == 0 || value < part.bytes) part.bytes = value;
        break;
      case What::kMax:
        if (part.n == 0 || value > part.bytes) part.bytes = value;
        break;
      case What::kFirst:
        if (part.n == 0) part.bytes = value;
        break;
      case What::kList:
        if (static_cast<size_t>(part.n) < question.most)
          part.bytes += value;
        else
          --part.n;
        break;
    }
    ++part.n;
    bytes_ += part.bytes.size() + part.sum.bytes();
  }
}

void Totals::Add(const std::vector<Question>& questions, const Totals& later) {
  rows_ += later.rows_;
  documents_ += later.documents_;
  last_document_ = later.last_document_;
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    Part& part = parts_[i];
    const Part& other = later.parts_[i];
    if (question.what == What::kList) {
      std::string_view rest = other.bytes;
      while (!rest.empty() && static_cast<size_t>(part.n) < question.most) {
        part.bytes += values::TakeOrderedBytes(question.type, rest);
        ++part.n;
      }
      continue;
    }
    const bool better =
        other.n > 0 && (part.n == 0 || (question.what == What::kMin && other.bytes < part.bytes) ||
                        (question.what == What::kMax && other.bytes > part.bytes));
    if (better) part.bytes = other.bytes;
    part.whole += other.whole;
    part.sum.Add(other.sum);
    part.n += other.n;
  }
}

void Totals::Answer(const std::vector<Question>& questions, size_t i, Builder& to) const {
  const Question& question = questions[i];
  const Part& part = parts_[i];
  if (question.what == What::kList) {
    auto& list = static_cast<ListBuilder&>(to);
    std::string_view rest = part.bytes;
    while (!rest.empty()) values::TakeOrdered(question.type, rest, list.any_items());
    return list.EndRow();
  }
  if (part.n == 0) return to.AppendNull();
  const bool whole = IsWhole(question.type);
  if (question.what == What::kSum && whole) {
    if (part.whole > std::numeric_limits<int64_t>::max() ||
        part.whole < std::numeric_limits<int64_t>::min())
      throw Error("the sum of `" + question.type.name + "` in a group is beyond 64 bits")
          .Hint("make the column a float by `set:`");
    return static_cast<PrimitiveBuilder<int64_t>&>(to).Append(static_cast<int64_t>(part.whole));
  }
  if (question.what == What::kSum || question.what == What::kMean) {
    const double sum = whole ? static_cast<double>(part.whole) : part.sum.Value();
    const double n = question.what == What::kMean ? static_cast<double>(part.n) : 1;
    return static_cast<PrimitiveBuilder<double>&>(to).Append(sum / n);
  }
  std::string_view value = part.bytes;
  values::TakeOrdered(question.type, value, to);
}

std::string Totals::ToBytes() const {
  std::string bytes;
  Put(rows_, &bytes);
  Put(documents_, &bytes);
  Put(last_document_, &bytes);
  for (const Part& part : parts_) {
    Put(part.n, &bytes);
    Put(part.whole, &bytes);
    const std::string sum = part.sum.ToBytes();
    for (const std::string_view some : {std::string_view(sum), std::string_view(part.bytes)}) {
      Put(static_cast<uint64_t>(some.size()), &bytes);
      bytes += some;
    }
  }
  return bytes;
}

Totals Totals::FromBytes(size_t questions, std::string_view bytes) {
  Totals totals(questions);
  totals.rows_ = TakeCount(&bytes);
  totals.documents_ = TakeCount(&bytes);
  totals.last_document_ = Take<int64_t>(&bytes);
  for (Part& part : totals.parts_) {
    part.n = TakeCount(&bytes);
    part.whole = Take<__int128>(&bytes);
    if (part.whole >> kMostSumBits != 0 && part.whole >> kMostSumBits != -1)
      throw Error("a total is damaged", TEXTMILL_INTERNAL);
    part.sum = values::ExactSum::FromBytes(TakeBytes(&bytes));
    part.bytes = TakeBytes(&bytes);
    totals.bytes_ += part.sum.bytes() + part.bytes.size();
  }
  return totals;
}

}  // namespace textmill::group
