// Evaluation by batch against an interpreter that goes row by row: random expressions over random
// columns, with nulls, in slices. The expression and what it means are made side by side, so that
// precedence and parentheses are tested too.
#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <functional>
#include <limits>
#include <optional>
#include <random>

#include "core/expr/eval.h"
#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

using Random = std::mt19937_64;
using Maybe = std::optional<bool>;  // nothing: null

// A value as the oracle sees it; nothing but these three types is compared.
struct Cell {
  bool null = true;
  std::string text;
  long double number = 0;  // exact for all integers and floats
  Nanos time = 0;
  int64_t length = 0;
};

struct Table {
  int64_t rows = 0;
  std::vector<Array> columns;
  std::vector<std::vector<Cell>> cells;  // by column
};

// An expression, how strongly it binds (1 `or`, 2 `and`, 3 `not`, 4 a test), and what it means.
struct Meaning {
  std::string text;
  int binds;
  std::function<Maybe(int64_t row)> of;
};

template <class T>
T Pick(Random& random, std::initializer_list<T> from) {
  return from.begin()[random() % from.size()];
}

// ---- Random columns ----

std::string RandomText(Random& random) {
  static constexpr const char* kParts[] = {"a", "b", "ab", "é", "日", "😀", "'", "\"", "\\", " "};
  const size_t n = random() % 12 == 0 ? random() % 600 : random() % 4;
  std::string out;
  for (size_t i = 0; i < n; ++i) out += kParts[random() % std::size(kParts)];
  return out;
}

int64_t CountCodePoints(const std::string& text) {
  int64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) >> 6) != 2;
  return count;
}

template <class T>
T RandomNumber(Random& random) {
  if constexpr (std::is_floating_point_v<T>) {
    constexpr T kInfinity = std::numeric_limits<T>::infinity();
    return Pick<T>(random,
                   {T(0.5), T(0.7), T(0.1), T(-0.0), T(3), T(1e3), T(-2.25), kInfinity, -kInfinity,
                    std::numeric_limits<T>::quiet_NaN(), T(9007199254740993), T(1e18), T(100)});
  } else {
    return Pick<T>(
        random, {T(0), T(1), T(3), T(100), T(200), std::numeric_limits<T>::max(),
                 std::numeric_limits<T>::min(), static_cast<T>(9007199254740993),
                 static_cast<T>(std::numeric_limits<T>::max() - 1), static_cast<T>(random() % 5)});
  }
}

constexpr int64_t kSeconds[] = {0, 86400, 1717545600, 1717581600, 1717581601, -86400, -1};

class ColumnMaker {
 public:
  ColumnMaker(Random& random, const Field& field, int64_t rows, int nulls_in_ten)
      : random_(random), field_(field), rows_(rows), nulls_in_ten_(nulls_in_ten) {}

  // As a slice: rows before and after are not seen.
  void Make(Table* table) {
    const int64_t before = static_cast<int64_t>(random_() % 70), after = 3;
    const auto builder = MakeBuilder(field_);
    std::vector<Cell> cells;
    for (int64_t i = 0; i < before + rows_ + after; ++i) {
      Cell cell;
      cell.null = static_cast<int>(random_() % 10) < nulls_in_ten_;
      if (cell.null) {
        builder->AppendNull();
      } else {
        Append(*builder, &cell);
      }
      if (i >= before && i < before + rows_) cells.push_back(cell);
    }
    ArrowArray array;
    builder->Finish(&array);
    array.offset = before;
    array.length = rows_;
    if (array.null_count != 0) array.null_count = -1;
    table->columns.push_back(Own(&array));
    table->cells.push_back(std::move(cells));
  }

 private:
  template <class T>
  void AppendNumber(Builder& to, Cell* cell) {
    const T value = RandomNumber<T>(random_);
    static_cast<PrimitiveBuilder<T>&>(to).Append(value);
    cell->number = static_cast<long double>(value);
  }

  void Append(Builder& to, Cell* cell) {
    const std::string& f = field_.format;
    if (f == "u" || f == "z") {
      cell->text = field_.name == "lang" ? Pick<std::string>(random_, {"de", "en", "fr", "und"})
                                         : RandomText(random_);
      cell->length = CountCodePoints(cell->text);
      static_cast<BytesBuilder&>(to).Append(cell->text);
    } else if (f == "b") {
      cell->number = static_cast<long double>(random_() % 2);
      static_cast<BoolBuilder&>(to).Append(cell->number != 0);
    } else if (f == "f") {
      AppendNumber<float>(to, cell);
    } else if (f == "g") {
      AppendNumber<double>(to, cell);
    } else if (f == "l") {
      AppendNumber<int64_t>(to, cell);
    } else if (f == "L") {
      AppendNumber<uint64_t>(to, cell);
    } else if (f == "C") {
      AppendNumber<uint8_t>(to, cell);
    } else if (f[0] == 't') {
      const int64_t unit = f[2] == 's' ? 1 : 1000000;
      const int64_t part = static_cast<int64_t>(random_() % 3 == 0 ? random_() % 1000000 : 0);
      const int64_t value =
          kSeconds[random_() % std::size(kSeconds)] * unit + (unit == 1 ? 0 : part);
      cell->time = Nanos{value} * (1000000000 / unit);
      static_cast<PrimitiveBuilder<int64_t>&>(to).Append(value);
    } else if (f == "+l") {
      auto& list = static_cast<ListBuilder&>(to);
      cell->length = static_cast<int64_t>(random_() % 4);
      for (int64_t k = 0; k < cell->length; ++k) list.any_items().AppendNull();
      list.EndRow();
    } else {
      auto& row = static_cast<StructBuilder&>(to);
      for (size_t k = 0; k < row.members(); ++k) row.any_member(k).AppendNull();
      row.EndRow();
    }
  }

  Random& random_;
  const Field& field_;
  const int64_t rows_;
  const int nulls_in_ten_;
};

Table RandomTable(Random& random, const Schema& schema, int64_t rows) {
  Table table;
  table.rows = rows;
  for (const Field& field : schema) {
    ColumnMaker(random, field, rows, Pick(random, {0, 2, 5})).Make(&table);
    EXPECT_TRUE(CheckArray(field, *table.columns.back()).ok());
  }
  return table;
}

// ---- Random expressions ----

Maybe Not(Maybe a) { return a ? Maybe(!*a) : Maybe(); }
Maybe And(Maybe a, Maybe b) {
  if ((a && !*a) || (b && !*b)) return false;
  return a && b ? Maybe(true) : Maybe();
}
Maybe Or(Maybe a, Maybe b) { return Not(And(Not(a), Not(b))); }

template <class T>
bool Compare(const T& a, const std::string& op, const T& b) {
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  return a >= b;
}

class Maker {
 public:
  Maker(Random& random, const Schema& schema, const Table& table)
      : random_(random), schema_(schema), table_(table) {}

  Meaning Make(int depth) {
    if (depth == 0 || random_() % 4 == 0) return Test();
    if (random_() % 4 == 0) {
      const Meaning part = Make(depth - 1);
      return {"not " + Wrap(part, 3), 3, [part](int64_t i) { return Not(part.of(i)); }};
    }
    const bool is_and = random_() % 2 == 0;
    const int binds = is_and ? 2 : 1;
    Meaning all = Make(depth - 1);
    all.text = Wrap(all, binds);
    for (size_t n = 1 + random_() % 3; n > 0; --n) {
      const Meaning next = Make(depth - 1);
      all.text += (is_and ? " and " : " or ") + Wrap(next, binds);
      all.of = [first = all.of, next, is_and](int64_t i) {
        return is_and ? And(first(i), next.of(i)) : Or(first(i), next.of(i));
      };
    }
    all.binds = binds;
    return all;
  }

 private:
  using Get = std::function<const Cell&(int64_t)>;

  std::string Wrap(const Meaning& part, int binds) {
    const bool needed = part.binds < binds;
    return needed || random_() % 6 == 0 ? "(" + part.text + ")" : part.text;
  }

  size_t ColumnOf(std::initializer_list<const char*> formats) {
    for (;;) {
      const size_t column = random_() % schema_.size();
      for (const char* format : formats)
        if (schema_[column].format == format) return column;
    }
  }
  std::string Name(size_t column) const { return "`" + schema_[column].name + "`"; }
  Get Of(size_t column) const {
    return [cells = &table_.cells[column]](int64_t i) -> const Cell& {
      return (*cells)[static_cast<size_t>(i)];
    };
  }
  std::string RandomOp() { return Pick<std::string>(random_, {"==", "!=", "<", "<=", ">", ">="}); }

  std::string QuotedText(const std::string& text) {
    const char quote = Pick(random_, {'"', '\''});
    std::string out(1, quote);
    for (const char c : text) {
      if (c == quote || c == '\\') out += '\\';
      out += c;
    }
    return out + quote;
  }

  Meaning Test() {
    switch (random_() % 10) {
      case 0:
        return Texts();
      case 1:
        return NumberAndLiteral();
      case 2:
        return Times();
      case 3:
        return Truths();
      case 4:
        return TextIn();
      case 5:
        return NumberIn();
      case 6:
        return Matches();
      case 7:
        return IsNull();
      case 8:
        return Lengths();
      default:
        return TwoNumbers();
    }
  }

  // left OP right, of any two cells by one of their members.
  template <class T>
  Meaning Comparison(const std::string& left, const Get& a, T Cell::*member,
                     const std::string& right, const Get& b) {
    const std::string op = RandomOp();
    return {left + " " + op + " " + right, 4, [=](int64_t i) {
              const Cell &x = a(i), &y = b(i);
              return x.null || y.null ? Maybe() : Maybe(Compare(x.*member, op, y.*member));
            }};
  }
  // The same with one fixed value, on either side.
  template <class T>
  Meaning WithLiteral(const std::string& left, const Get& a, T Cell::*member,
                      const std::string& literal, const T& value) {
    Cell cell;
    cell.null = false;
    cell.*member = value;
    const Get b = [cell](int64_t) -> const Cell& { return cell; };
    if (random_() % 3 == 0) return Comparison(literal, b, member, left, a);
    return Comparison(left, a, member, literal, b);
  }

  Meaning Texts() {
    const size_t column = ColumnOf({"u"});
    if (random_() % 2 == 0 || schema_[column].name == "lang") {
      const size_t other = ColumnOf({"u"});
      return Comparison(Name(column), Of(column), &Cell::text, Name(other), Of(other));
    }
    const std::string text = RandomText(random_);
    return WithLiteral(Name(column), Of(column), &Cell::text, QuotedText(text), text);
  }

  struct Literal {
    std::string text;
    long double value;
  };
  Literal NumberLiteral(size_t column) {
    if (random_() % 2 == 0) {
      const char* text = Pick(random_, {"0", "1", "3", "100", "200", "-1", "9223372036854775807",
                                        "-9223372036854775808", "18446744073709551615",
                                        "9007199254740992", "9007199254740993", "255"});
      return {text, std::strtold(text, nullptr)};
    }
    const char* text =
        Pick(random_, {"0.5", "0.7", "0.1", "1e3", "-2.25", "1.0", "1E18", "1e300", "2.5e-1"});
    const double value = std::strtod(text, nullptr);
    const bool narrow = schema_[column].format == "f" && std::abs(value) < 1e38;
    return {text, narrow ? static_cast<float>(value) : value};
  }

  Meaning NumberAndLiteral() {
    const size_t column = ColumnOf({"l", "C", "L", "f", "g"});
    const Literal literal = NumberLiteral(column);
    return WithLiteral(Name(column), Of(column), &Cell::number, literal.text, literal.value);
  }

  Meaning TwoNumbers() {
    const size_t a = ColumnOf({"l", "C", "L", "f", "g"}), b = ColumnOf({"l", "C", "L", "f", "g"});
    return Comparison(Name(a), Of(a), &Cell::number, Name(b), Of(b));
  }

  Meaning Times() {
    const size_t column = ColumnOf({kTimestampFormat, "tss:UTC"});
    if (random_() % 3 == 0) {
      const size_t other = ColumnOf({kTimestampFormat, "tss:UTC"});
      return Comparison(Name(column), Of(column), &Cell::time, Name(other), Of(other));
    }
    const std::time_t seconds = kSeconds[random_() % std::size(kSeconds)];
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    const bool fraction = random_() % 2 == 0;
    std::strftime(text, sizeof text,
                  fraction ? "'%Y-%m-%dT%H:%M:%S.0005Z'" : "\"%Y-%m-%d %H:%M:%S\"", &parts);
    const Nanos time = Nanos{seconds} * 1000000000 + (fraction ? 500000 : 0);
    return WithLiteral(Name(column), Of(column), &Cell::time, text, time);
  }

  Meaning Truths() {
    const size_t column = ColumnOf({"b"}), other = ColumnOf({"b"});
    const Get a = Of(column), b = Of(other);
    switch (random_() % 4) {
      case 0:
        return {Name(column), 4,
                [a](int64_t i) { return a(i).null ? Maybe() : Maybe(a(i).number != 0); }};
      case 1:
        return {Name(column) + " != true", 4,
                [a](int64_t i) { return a(i).null ? Maybe() : Maybe(a(i).number == 0); }};
      case 2:
        return {Name(column) + " == " + Name(other), 4, [a, b](int64_t i) {
                  return a(i).null || b(i).null ? Maybe() : Maybe(a(i).number == b(i).number);
                }};
      default:
        return {"false", 4, [](int64_t) { return Maybe(false); }};
    }
  }

  template <class Is>
  Meaning In(size_t column, const std::string& items, Is is) {
    const bool negated = random_() % 2 == 0;
    return {Name(column) + (negated ? " not in [" : " in [") + items + "]", 4,
            [a = Of(column), negated, is](int64_t i) {
              return a(i).null ? Maybe() : Maybe(is(a(i)) != negated);
            }};
  }

  Meaning TextIn() {
    const size_t column = ColumnOf({"u"});
    std::vector<std::string> texts;
    std::string items;
    for (size_t n = 1 + random_() % 5; n > 0; --n) {
      texts.push_back(schema_[column].name == "lang"
                          ? Pick<std::string>(random_, {"de", "en", "und"})
                          : RandomText(random_));
      items += (items.empty() ? "" : ", ") + QuotedText(texts.back());
    }
    return In(column, items, [texts](const Cell& cell) {
      return std::find(texts.begin(), texts.end(), cell.text) != texts.end();
    });
  }

  Meaning NumberIn() {
    const size_t column = ColumnOf({"l", "C", "L", "f", "g"});
    std::vector<long double> numbers;
    std::string items;
    for (size_t n = 1 + random_() % 5; n > 0; --n) {
      const Literal literal = NumberLiteral(column);
      numbers.push_back(literal.value);
      items += (items.empty() ? "" : ",") + literal.text;
    }
    return In(column, items, [numbers](const Cell& cell) {
      return std::find(numbers.begin(), numbers.end(), cell.number) != numbers.end();
    });
  }

  Meaning Matches() {
    size_t column = ColumnOf({"u"});
    if (schema_[column].name == "lang") column = 1;
    const std::string part = Pick<std::string>(random_, {"a", "ab", "é", "日a", "b b", "aab"});
    const bool at_begin = random_() % 3 == 0, at_end = random_() % 3 == 0;
    const bool negated = random_() % 3 == 0;
    const std::string pattern = (at_begin ? "^" : "") + part + (at_end ? "$" : "");
    return {Name(column) + (negated ? " not matches " : " matches ") + QuotedText(pattern), 4,
            [=, a = Of(column)](int64_t i) {
              if (a(i).null) return Maybe();
              const std::string& text = a(i).text;
              const bool found = at_begin && at_end ? text == part
                                 : at_begin         ? text.starts_with(part)
                                 : at_end           ? text.ends_with(part)
                                                    : text.find(part) != text.npos;
              return Maybe(found != negated);
            }};
  }

  Meaning IsNull() {
    const size_t column = random_() % schema_.size();
    const bool negated = random_() % 2 == 0;
    return {Name(column) + (negated ? " is not null" : " is null"), 4,
            [a = Of(column), negated](int64_t i) { return Maybe(a(i).null != negated); }};
  }

  Meaning Lengths() {
    const size_t column = ColumnOf({"u", "+l"}), other = ColumnOf({"u", "+l"});
    if (random_() % 2 == 0) {
      return Comparison(Name(column) + ".length", Of(column), &Cell::length,
                        Name(other) + ".length", Of(other));
    }
    const int64_t length = static_cast<int64_t>(random_() % (random_() % 2 == 0 ? 5 : 600)) - 1;
    return WithLiteral(Name(column) + ".length", Of(column), &Cell::length, std::to_string(length),
                       length);
  }

  Random& random_;
  const Schema& schema_;
  const Table& table_;
};

Truth TruthOf(Maybe maybe) { return !maybe ? Truth::kNull : *maybe ? Truth::kTrue : Truth::kFalse; }

TEST(EvaluateRandom, AgreesWithRowByRow) {
  Random random(20240605);
  const Schema schema = TestColumns();
  int64_t seen[3] = {};
  for (int round = 0; round < 40; ++round) {
    const Table table = RandomTable(random, schema, round == 0 ? 0 : 1 + round * 5);
    for (int n = 0; n < 100; ++n) {
      const Meaning meaning = Maker(random, schema, table).Make(n % 5);
      std::vector<ExprError> errors;
      const auto expression = Expression::Compile(meaning.text, schema, &errors);
      ASSERT_NE(expression, nullptr) << meaning.text << "\n" << errors[0].message;
      const std::vector<Truth> truths = expression->Evaluate(table.columns, table.rows);
      ASSERT_EQ(truths.size(), static_cast<size_t>(table.rows));
      for (int64_t i = 0; i < table.rows; ++i) {
        const Truth truth = truths[static_cast<size_t>(i)];
        ASSERT_EQ(truth, TruthOf(meaning.of(i))) << "row " << i << " of " << meaning.text;
        ++seen[static_cast<int>(truth)];
      }
    }
  }
  for (const int64_t count : seen) EXPECT_GT(count, 10000);
}

}  // namespace
}  // namespace textmill::core::expr
