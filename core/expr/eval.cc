#include "core/expr/eval.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <type_traits>

#include "core/expr/values.h"
#include "textmill/view.hpp"

namespace textmill::core::expr {
namespace {

constexpr uint8_t kFalse = static_cast<uint8_t>(Truth::kFalse);
constexpr uint8_t kTrue = static_cast<uint8_t>(Truth::kTrue);
constexpr uint8_t kNull = static_cast<uint8_t>(Truth::kNull);

using RowTruths = std::vector<uint8_t>;  // truths, or whether a row is wanted

// A comparison as the outcomes that make it true: 1 less, 2 equal, 4 greater. `!=` is the opposite
// of `==`, so that NaN, for which all three are false, differs from everything.
struct Outcomes {
  explicit Outcomes(Op op) {
    static constexpr uint8_t kWanted[] = {2, 2, 1, 3, 4, 6};  // in the order of Op
    wanted = kWanted[static_cast<int>(op)];
    opposite = op == Op::kNe;
  }
  uint8_t Of(bool less, bool equal, bool greater) const {
    const int outcome = int{less} | int{equal} << 1 | int{greater} << 2;
    return static_cast<uint8_t>(((outcome & wanted) != 0) != opposite);
  }
  uint8_t wanted;
  bool opposite;
};

// A type in which values of both types compare exactly; long double has 64 bits for digits.
template <class A, class B>
using Common = std::conditional_t<
    std::is_same_v<A, B>, A,
    std::conditional_t<std::is_same_v<A, double> || std::is_same_v<B, double>, long double, Nanos>>;

template <class A, class Get>
void CompareRows(const A* left, Get right, Outcomes outcomes, RowTruths* out) {
  using C = Common<A, std::decay_t<decltype(right(size_t{0}))>>;
  for (size_t i = 0; i < out->size(); ++i) {
    const C a = static_cast<C>(left[i]), b = static_cast<C>(right(i));
    (*out)[i] = outcomes.Of(a<b, a == b, a> b);
  }
}

// The least length that compares with `limit` as all greater ones do.
int64_t Enough(const Number& limit) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return std::visit(
      [](auto value) {
        const long double least = std::floor(static_cast<long double>(value)) + 1;
        return least < 0 ? 0 : least < 1e18L ? static_cast<int64_t>(least) : kMost;
      },
      limit);
}

class Evaluator {
 public:
  Evaluator(const std::vector<Array>& columns, int64_t rows) : columns_(columns), rows_(rows) {}

  // Rows that are not wanted may come out as anything.
  RowTruths Run(const Condition& condition, const RowTruths& wanted) const {
    RowTruths out(static_cast<size_t>(rows_), static_cast<uint8_t>(condition.constant));
    switch (condition.kind) {
      case Condition::Kind::kConstant:
        break;
      case Condition::Kind::kAnd:
      case Condition::Kind::kOr:
        Chain(condition, wanted, &out);
        break;
      case Condition::Kind::kNot:
        out = Run(condition.parts[0], wanted);
        for (uint8_t& truth : out) truth = truth == kNull ? kNull : truth ^ 1;
        break;
      case Condition::Kind::kFlag: {
        const BoolView view(&Column(condition.left), 0, rows_);
        for (int64_t i = 0; i < rows_; ++i) out[static_cast<size_t>(i)] = view[i];
        Nulls(condition.left, &out);
        break;
      }
      case Condition::Kind::kIsNull:
        std::fill(out.begin(), out.end(), kFalse);
        Nulls(condition.left, &out);
        for (uint8_t& truth : out) truth = truth == kNull ? kTrue : kFalse;
        break;
      case Condition::Kind::kCompareNumbers:
        CompareNumbers(condition, wanted, &out);
        break;
      case Condition::Kind::kCompareTexts:
        CompareTexts(condition, &out);
        break;
      case Condition::Kind::kTextIn:
        Texts(condition.left, wanted, &out, [&](std::string_view text) {
          return std::binary_search(condition.texts.begin(), condition.texts.end(), text,
                                    std::less<std::string_view>());
        });
        break;
      case Condition::Kind::kMatches:
        Texts(condition.left, wanted, &out, [&](std::string_view text) {
          return condition.pattern->Match(text, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
        });
        break;
    }
    return out;
  }

 private:
  const ArrowArray& Column(const Operand& operand) const {
    return *columns_[static_cast<size_t>(operand.column)];
  }

  // Rows where the operand is null become so.
  void Nulls(const Operand& operand, RowTruths* out) const {
    if (operand.kind == Operand::Kind::kConstant) return;
    const ArrowArray& column = Column(operand);
    if (column.null_count == 0) return;
    if (operand.type == ValueKind::kNull) std::fill(out->begin(), out->end(), kNull);
    const ViewBase view(&column, 0, rows_);
    for (int64_t i = 0; i < rows_; ++i)
      if (view.IsNull(i)) (*out)[static_cast<size_t>(i)] = kNull;
  }

  void Chain(const Condition& condition, const RowTruths& wanted, RowTruths* out) const {
    const bool is_and = condition.kind == Condition::Kind::kAnd;
    const uint8_t decided = is_and ? kFalse : kTrue;
    std::fill(out->begin(), out->end(), is_and ? kTrue : kFalse);
    RowTruths open = wanted;
    for (const Condition& part : condition.parts) {
      if (std::find(open.begin(), open.end(), 1) == open.end()) return;
      const RowTruths next = Run(part, open);
      for (size_t i = 0; i < out->size(); ++i) {
        // What neither decides is null if one of them is.
        const uint8_t a = (*out)[i], b = next[i], both = a | b;
        const uint8_t undecided = is_and ? (both == kTrue ? kTrue : kNull) : both;
        (*out)[i] = a == decided || b == decided ? decided : undecided;
        open[i] = static_cast<uint8_t>(open[i] & ((*out)[i] != decided));
      }
    }
  }

  void CompareNumbers(const Condition& condition, const RowTruths& wanted, RowTruths* out) const {
    const Operand &left = condition.left, &right = condition.right;
    const bool constant = right.kind == Operand::Kind::kConstant;
    const Outcomes outcomes(condition.op);
    const int64_t enough = constant ? Enough(right.number) : std::numeric_limits<int64_t>::max();
    const Numbers a(left, Column(left), rows_, wanted.data(), enough);
    if (constant) {
      std::visit(
          [&](const auto* x, auto y) {
            CompareRows(
                x, [y](size_t) { return y; }, outcomes, out);
          },
          a.rows(), right.number);
    } else {
      const Numbers b(right, Column(right), rows_, wanted.data(), enough);
      std::visit(
          [&](const auto* x, const auto* y) {
            CompareRows(
                x, [y](size_t i) { return y[i]; }, outcomes, out);
          },
          a.rows(), b.rows());
    }
    Nulls(left, out);
    Nulls(right, out);
  }

  void CompareTexts(const Condition& condition, RowTruths* out) const {
    const Operand &left = condition.left, &right = condition.right;
    const Outcomes outcomes(condition.op);
    const bool equality = condition.op == Op::kEq || condition.op == Op::kNe;
    const auto compare = [&](std::string_view a, std::string_view b) {
      if (equality) return outcomes.Of(false, a == b, false);
      const int order = a.compare(b);
      return outcomes.Of(order<0, order == 0, order> 0);
    };
    const BytesView a(&Column(left), 0, rows_);
    if (right.kind == Operand::Kind::kConstant) {
      const std::string_view b = right.text;
      for (int64_t i = 0; i < rows_; ++i) (*out)[static_cast<size_t>(i)] = compare(a[i], b);
    } else {
      const BytesView b(&Column(right), 0, rows_);
      for (int64_t i = 0; i < rows_; ++i) (*out)[static_cast<size_t>(i)] = compare(a[i], b[i]);
    }
    Nulls(left, out);
    Nulls(right, out);
  }

  // Asks `test` of each text.
  template <class Test>
  void Texts(const Operand& operand, const RowTruths& wanted, RowTruths* out, Test test) const {
    const BytesView view(&Column(operand), 0, rows_);
    for (int64_t i = 0; i < rows_; ++i) {
      const size_t row = static_cast<size_t>(i);
      if (wanted[row] != 0) (*out)[row] = view.IsNull(i) ? kNull : uint8_t{test(view[i])};
    }
  }

  const std::vector<Array>& columns_;
  const int64_t rows_;
};

}  // namespace

std::vector<Truth> Evaluate(const Condition& condition, const std::vector<Array>& columns,
                            int64_t rows) {
  if (rows == 0) return {};
  const RowTruths wanted(static_cast<size_t>(rows), 1);
  const RowTruths truths = Evaluator(columns, rows).Run(condition, wanted);
  std::vector<Truth> out(truths.size());
  std::transform(truths.begin(), truths.end(), out.begin(),
                 [](uint8_t truth) { return static_cast<Truth>(truth); });
  return out;
}

}  // namespace textmill::core::expr
