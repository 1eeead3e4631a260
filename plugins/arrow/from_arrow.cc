#include "plugins/arrow/from_arrow.h"

#include <arrow/extension_type.h>
#include <arrow/util/decimal.h>
#include <arrow/util/float16.h>

#include <limits>
#include <string_view>

#include "plugins/lib/io/typed_value.h"
#include "textmill/print.hpp"

namespace textmill::arrowfiles {
namespace {

using arrow::Type;

bool IsWhole(Type::type id) { return arrow::is_integer(id); }
bool IsReal(Type::type id) { return arrow::is_floating(id); }
bool IsText(Type::type id) {
  return id == Type::STRING || id == Type::LARGE_STRING || id == Type::STRING_VIEW;
}
bool IsBytes(Type::type id) {
  return id == Type::BINARY || id == Type::LARGE_BINARY || id == Type::BINARY_VIEW ||
         id == Type::FIXED_SIZE_BINARY;
}
bool IsTime(Type::type id) {
  return id == Type::TIMESTAMP || id == Type::DATE32 || id == Type::DATE64;
}
bool IsList(Type::type id) {
  return id == Type::LIST || id == Type::LARGE_LIST || id == Type::FIXED_SIZE_LIST ||
         id == Type::LIST_VIEW || id == Type::LARGE_LIST_VIEW || id == Type::MAP;
}

// What values are stored as: without dictionaries and extensions.
const arrow::DataType& Plain(const arrow::DataType& type) {
  if (type.id() == Type::DICTIONARY)
    return Plain(*static_cast<const arrow::DictionaryType&>(type).value_type());
  if (type.id() == Type::EXTENSION)
    return Plain(*static_cast<const arrow::ExtensionType&>(type).storage_type());
  return type;
}

const arrow::DataType& ItemOf(const arrow::DataType& list) { return *list.field(0)->type(); }

int64_t PerSecond(arrow::TimeUnit::type unit) {
  static constexpr int64_t kPerSecond[] = {1, 1000, 1000000, 1000000000};
  return kPerSecond[unit];
}

// A count of units, as microseconds; nothing where there are too many.
std::optional<int64_t> Micros(int64_t value, int64_t per_second) {
  if (per_second > 1000000) {
    const int64_t parts = per_second / 1000000;
    return value / parts - (value % parts < 0 ? 1 : 0);
  }
  int64_t micros;
  if (__builtin_mul_overflow(value, 1000000 / per_second, &micros)) return {};
  return micros;
}

std::optional<int64_t> MicrosOf(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::TIMESTAMP:
      return Micros(static_cast<const arrow::TimestampArray&>(array).Value(i),
                    PerSecond(static_cast<const arrow::TimestampType&>(*array.type()).unit()));
    case Type::DATE32: {
      int64_t micros;
      const int64_t days = static_cast<const arrow::Date32Array&>(array).Value(i);
      if (__builtin_mul_overflow(days, int64_t{86400000000}, &micros)) return {};
      return micros;
    }
    default:
      return Micros(static_cast<const arrow::Date64Array&>(array).Value(i), 1000);
  }
}

template <class T>
T Number(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::BOOL:
      return static_cast<T>(static_cast<const arrow::BooleanArray&>(array).Value(i));
    case Type::INT8:
      return static_cast<T>(static_cast<const arrow::Int8Array&>(array).Value(i));
    case Type::UINT8:
      return static_cast<T>(static_cast<const arrow::UInt8Array&>(array).Value(i));
    case Type::INT16:
      return static_cast<T>(static_cast<const arrow::Int16Array&>(array).Value(i));
    case Type::UINT16:
      return static_cast<T>(static_cast<const arrow::UInt16Array&>(array).Value(i));
    case Type::INT32:
      return static_cast<T>(static_cast<const arrow::Int32Array&>(array).Value(i));
    case Type::UINT32:
      return static_cast<T>(static_cast<const arrow::UInt32Array&>(array).Value(i));
    case Type::INT64:
      return static_cast<T>(static_cast<const arrow::Int64Array&>(array).Value(i));
    case Type::UINT64:
      return static_cast<T>(static_cast<const arrow::UInt64Array&>(array).Value(i));
    case Type::DURATION:
      return static_cast<T>(static_cast<const arrow::DurationArray&>(array).Value(i));
    case Type::HALF_FLOAT:
      return static_cast<T>(
          arrow::util::Float16::FromBits(static_cast<const arrow::HalfFloatArray&>(array).Value(i))
              .ToDouble());
    case Type::FLOAT:
      return static_cast<T>(static_cast<const arrow::FloatArray&>(array).Value(i));
    case Type::DOUBLE:
      return static_cast<T>(static_cast<const arrow::DoubleArray&>(array).Value(i));
    default:
      throw Error("a type without numbers", TEXTMILL_INTERNAL);
  }
}

std::string_view Bytes(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::STRING:
    case Type::BINARY:
      return static_cast<const arrow::BinaryArray&>(array).GetView(i);
    case Type::LARGE_STRING:
    case Type::LARGE_BINARY:
      return static_cast<const arrow::LargeBinaryArray&>(array).GetView(i);
    case Type::STRING_VIEW:
    case Type::BINARY_VIEW:
      return static_cast<const arrow::BinaryViewArray&>(array).GetView(i);
    default:
      return static_cast<const arrow::FixedSizeBinaryArray&>(array).GetView(i);
  }
}

// Digits of a decimal, or of a time of day.
std::string TextOf(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::DECIMAL32:
      return static_cast<const arrow::Decimal32Array&>(array).FormatValue(i);
    case Type::DECIMAL64:
      return static_cast<const arrow::Decimal64Array&>(array).FormatValue(i);
    case Type::DECIMAL128:
      return static_cast<const arrow::Decimal128Array&>(array).FormatValue(i);
    case Type::DECIMAL256:
      return static_cast<const arrow::Decimal256Array&>(array).FormatValue(i);
    default:
      break;
  }
  Buffer text;
  const bool is_time = array.type_id() == Type::TIME32 || array.type_id() == Type::TIME64;
  if (is_time || IsTime(array.type_id())) {
    int64_t micros = 0;
    if (array.type_id() == Type::TIME32) {
      micros = *Micros(static_cast<const arrow::Time32Array&>(array).Value(i),
                       PerSecond(static_cast<const arrow::Time32Type&>(*array.type()).unit()));
    } else if (array.type_id() == Type::TIME64) {
      micros = *Micros(static_cast<const arrow::Time64Array&>(array).Value(i),
                       PerSecond(static_cast<const arrow::Time64Type&>(*array.type()).unit()));
    } else {
      micros = MicrosOf(array, i).value_or(0);
    }
    AppendTimestamp(micros, ValueKind::kMicros, text);
    const std::string_view all(text.data(), text.size());
    const size_t t = all.find('T');
    if (is_time) return std::string(all.substr(t + 1, all.size() - t - 2));
    return std::string(array.type_id() == Type::TIMESTAMP ? all : all.substr(0, t));
  }
  if (array.type_id() == Type::BOOL) return Number<bool>(array, i) ? "true" : "false";
  if (array.type_id() == Type::UINT64) {
    AppendNumber(Number<uint64_t>(array, i), text);
  } else if (array.type_id() == Type::FLOAT) {
    AppendNumber(Number<float>(array, i), text);
  } else if (IsReal(array.type_id())) {
    AppendNumber(Number<double>(array, i), text);
  } else {
    AppendNumber(Number<int64_t>(array, i), text);
  }
  return {text.data(), text.size()};
}

double DecimalAsDouble(const arrow::Array& array, int64_t i) {
  const std::string text = TextOf(array, i);
  io::TypedValue value{};
  return io::ParseValue(io::ValueType::kFloat, text, value) ? value.number : 0;
}

// The items of value `i` of a list.
struct Items {
  std::shared_ptr<arrow::Array> array;
  int64_t begin, end;
};
template <class L>
Items ItemsIn(const arrow::Array& array, int64_t i) {
  const auto& list = static_cast<const L&>(array);
  const int64_t begin = list.value_offset(i);
  return {list.values(), begin, begin + list.value_length(i)};
}
Items ItemsOf(const arrow::Array& array, int64_t i) {
  switch (array.type_id()) {
    case Type::LARGE_LIST:
      return ItemsIn<arrow::LargeListArray>(array, i);
    case Type::FIXED_SIZE_LIST:
      return ItemsIn<arrow::FixedSizeListArray>(array, i);
    case Type::LIST_VIEW:
      return ItemsIn<arrow::ListViewArray>(array, i);
    case Type::LARGE_LIST_VIEW:
      return ItemsIn<arrow::LargeListViewArray>(array, i);
    default:
      return ItemsIn<arrow::ListArray>(array, i);  // a map, too
  }
}

// Where the value of a dictionary or an extension is.
struct Stored {
  const arrow::Array* array;
  int64_t i;
};
Stored StoredAt(const arrow::Array& array, int64_t i) {
  Stored at{&array, i};
  while (true) {
    if (at.array->type_id() == Type::DICTIONARY) {
      const auto& dictionary = static_cast<const arrow::DictionaryArray&>(*at.array);
      at = {dictionary.dictionary().get(), dictionary.GetValueIndex(at.i)};
      if (at.i < 0 || at.i >= at.array->length())
        throw Error("an entry of a dictionary is not there");
    } else if (at.array->type_id() == Type::EXTENSION) {
      at = {static_cast<const arrow::ExtensionArray&>(*at.array).storage().get(), at.i};
    } else {
      return at;
    }
    if (at.array->IsNull(at.i)) return at;
  }
}

void AppendItems(const arrow::Array& array, int64_t i, const Field& field, ListBuilder& to) {
  const Items items = ItemsOf(array, i);
  for (int64_t k = items.begin; k < items.end; ++k)
    AppendValue(*items.array, k, field.children[0], to.any_items());
  to.EndRow();
}

void AppendMembers(const arrow::Array& array, int64_t i, const Field& field, StructBuilder& to) {
  const auto& from = static_cast<const arrow::StructArray&>(array);
  const auto& type = static_cast<const arrow::StructType&>(*array.type());
  for (size_t k = 0; k < field.children.size(); ++k) {
    const int member = type.GetFieldIndex(field.children[k].name);
    if (member < 0) {
      to.any_member(k).AppendNull();
    } else {
      AppendValue(*from.field(member), i, field.children[k], to.any_member(k));
    }
  }
  to.EndRow();
}

}  // namespace

std::string ArrowTypeName(const arrow::DataType& type) { return type.ToString(); }

std::optional<Field> NaturalField(const std::string& name, const arrow::DataType& declared) {
  const arrow::DataType& type = Plain(declared);
  const auto of = [&](const char* format) { return Field{name, format, {}, {}}; };
  const Type::type id = type.id();
  if (id == Type::NA) return of("u");
  if (id == Type::BOOL) return of("b");
  if (id == Type::UINT64) return of("L");
  if (IsWhole(id) || id == Type::DURATION) return of("l");
  if (id == Type::DOUBLE) return of("g");
  if (IsReal(id)) return of("f");
  if (IsBytes(id)) return of("z");
  if (id == Type::TIMESTAMP) return of(kTimestampFormat);
  if (arrow::is_decimal(id)) {
    Field field = of("u");
    field.SetMeta(TEXTMILL_META_JSON, "1");  // a number with all of its digits
    return field;
  }
  if (IsText(id) || IsTime(id) || id == Type::TIME32 || id == Type::TIME64) return of("u");
  if (IsList(id)) {
    auto item = NaturalField("item", ItemOf(type));
    if (!item) return {};
    return ListOf(name, std::move(*item));
  }
  if (id == Type::STRUCT) {
    Field field = StructOf(name, {});
    for (const auto& member : type.fields()) {
      auto child = NaturalField(member->name(), *member->type());
      if (!child) return {};
      field.children.push_back(std::move(*child));
    }
    return field;
  }
  return {};
}

std::string WhyNot(const arrow::DataType& declared, const Field& field) {
  const arrow::DataType& type = Plain(declared);
  const Type::type id = type.id();
  const std::string no = "is " + ArrowTypeName(declared);
  if (id == Type::NA) return "";
  switch (KindOf(field.format)) {
    case ValueKind::kUtf8:
      return IsText(id) || IsBytes(id) || arrow::is_decimal(id) || IsTime(id) ||
                     id == Type::TIME32 || id == Type::TIME64
                 ? ""
                 : no;
    case ValueKind::kBinary:
      return IsText(id) || IsBytes(id) ? "" : no;
    case ValueKind::kBool:
      return id == Type::BOOL ? "" : no;
    case ValueKind::kUInt8:
    case ValueKind::kInt32:
    case ValueKind::kUInt32:
    case ValueKind::kInt64:
    case ValueKind::kUInt64:
      return IsWhole(id) || id == Type::DURATION ? "" : no;
    case ValueKind::kFloat32:
    case ValueKind::kFloat64:
      return IsWhole(id) || IsReal(id) || arrow::is_decimal(id) ? "" : no;
    case ValueKind::kMicros:
      return IsTime(id) || IsText(id) ? "" : no;
    case ValueKind::kList:
      return !IsList(id) ? no : WhyNot(ItemOf(type), field.children[0]).empty() ? "" : no;
    case ValueKind::kStruct: {
      if (id != Type::STRUCT) return no;
      const auto& structure = static_cast<const arrow::StructType&>(type);
      for (const Field& member : field.children) {
        const auto found = structure.GetFieldByName(member.name);
        if (found == nullptr) continue;
        if (const std::string why = WhyNot(*found->type(), member); !why.empty())
          return no + ", whose `" + member.name + "` " + why;
      }
      return "";
    }
    default:
      return no;
  }
}

bool MayNotFit(const arrow::DataType& declared, const Field& field) {
  const arrow::DataType& type = Plain(declared);
  const Type::type id = type.id();
  switch (KindOf(field.format)) {
    case ValueKind::kUInt8:
      return id != Type::UINT8;
    case ValueKind::kInt32:
      return id != Type::INT8 && id != Type::INT16 && id != Type::INT32 && id != Type::UINT8 &&
             id != Type::UINT16;
    case ValueKind::kUInt32:
      return id != Type::UINT8 && id != Type::UINT16 && id != Type::UINT32;
    case ValueKind::kInt64:
      return id == Type::UINT64;
    case ValueKind::kUInt64:
      return !arrow::is_unsigned_integer(id);
    case ValueKind::kMicros:
      return id != Type::NA;
    case ValueKind::kUtf8:
      return IsTime(id);
    case ValueKind::kList:
      return IsList(id) && MayNotFit(ItemOf(type), field.children[0]);
    case ValueKind::kStruct:
      if (id != Type::STRUCT) return false;
      for (const Field& member : field.children) {
        const auto found = static_cast<const arrow::StructType&>(type).GetFieldByName(member.name);
        if (found != nullptr && MayNotFit(*found->type(), member)) return true;
      }
      return false;
    default:
      return false;
  }
}

std::string WhyNotValue(const arrow::Array& declared, int64_t at, const Field& field) {
  if (declared.IsNull(at)) return "";
  const auto [array, i] = StoredAt(declared, at);
  if (array->IsNull(i)) return "";
  const auto in = [&array = array, i = i](auto low, auto high) -> std::string {
    const bool is_unsigned = array->type_id() == Type::UINT64;
    const bool fits =
        is_unsigned ? Number<uint64_t>(*array, i) <= static_cast<uint64_t>(high)
        : Number<int64_t>(*array, i) < 0
            ? Number<int64_t>(*array, i) >= static_cast<int64_t>(low)
            : static_cast<uint64_t>(Number<int64_t>(*array, i)) <= static_cast<uint64_t>(high);
    return fits ? "" : TextOf(*array, i) + " is out of range";
  };
  switch (KindOf(field.format)) {
    case ValueKind::kUInt8:
      return in(0, std::numeric_limits<uint8_t>::max());
    case ValueKind::kInt32:
      return in(std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max());
    case ValueKind::kUInt32:
      return in(0, std::numeric_limits<uint32_t>::max());
    case ValueKind::kInt64:
      return in(std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max());
    case ValueKind::kUInt64:
      return in(0, std::numeric_limits<uint64_t>::max());
    case ValueKind::kUtf8:
    case ValueKind::kMicros: {
      if (IsTime(array->type_id())) return MicrosOf(*array, i) ? "" : "the time is out of range";
      if (field.format == "u") return "";
      io::TypedValue value{};
      const std::string text(Bytes(*array, i).substr(0, 60));
      return io::ParseValue(io::ValueType::kTimestamp, Bytes(*array, i), value)
                 ? ""
                 : "`" + text + "` is no timestamp";
    }
    case ValueKind::kList: {
      const Items items = ItemsOf(*array, i);
      for (int64_t k = items.begin; k < items.end; ++k) {
        if (std::string why = WhyNotValue(*items.array, k, field.children[0]); !why.empty())
          return why;
      }
      return "";
    }
    case ValueKind::kStruct: {
      const auto& from = static_cast<const arrow::StructArray&>(*array);
      const auto& type = static_cast<const arrow::StructType&>(*array->type());
      for (const Field& member : field.children) {
        const int k = type.GetFieldIndex(member.name);
        if (k < 0) continue;
        if (std::string why = WhyNotValue(*from.field(k), i, member); !why.empty()) return why;
      }
      return "";
    }
    default:
      return "";
  }
}

void AppendValue(const arrow::Array& declared, int64_t at, const Field& field, Builder& to) {
  if (declared.IsNull(at)) return to.AppendNull();
  const auto [array, i] = StoredAt(declared, at);
  if (array->IsNull(i)) return to.AppendNull();
  const Type::type id = array->type_id();
  switch (KindOf(field.format)) {
    case ValueKind::kUtf8:
      return IsText(id) || IsBytes(id) ? static_cast<BytesBuilder&>(to).Append(Bytes(*array, i))
                                       : static_cast<BytesBuilder&>(to).Append(TextOf(*array, i));
    case ValueKind::kBinary:
      return static_cast<BytesBuilder&>(to).Append(Bytes(*array, i));
    case ValueKind::kBool:
      return static_cast<BoolBuilder&>(to).Append(Number<bool>(*array, i));
    case ValueKind::kUInt8:
      return static_cast<PrimitiveBuilder<uint8_t>&>(to).Append(Number<uint8_t>(*array, i));
    case ValueKind::kInt32:
      return static_cast<PrimitiveBuilder<int32_t>&>(to).Append(Number<int32_t>(*array, i));
    case ValueKind::kUInt32:
      return static_cast<PrimitiveBuilder<uint32_t>&>(to).Append(Number<uint32_t>(*array, i));
    case ValueKind::kInt64:
      return static_cast<PrimitiveBuilder<int64_t>&>(to).Append(Number<int64_t>(*array, i));
    case ValueKind::kUInt64:
      return static_cast<PrimitiveBuilder<uint64_t>&>(to).Append(Number<uint64_t>(*array, i));
    case ValueKind::kFloat32:
      return static_cast<PrimitiveBuilder<float>&>(to).Append(
          arrow::is_decimal(id) ? static_cast<float>(DecimalAsDouble(*array, i))
                                : Number<float>(*array, i));
    case ValueKind::kFloat64:
      return static_cast<PrimitiveBuilder<double>&>(to).Append(
          arrow::is_decimal(id) ? DecimalAsDouble(*array, i) : Number<double>(*array, i));
    case ValueKind::kMicros: {
      io::TypedValue value{};
      if (IsText(id)) {
        (void)io::ParseValue(io::ValueType::kTimestamp, Bytes(*array, i), value);
      } else {
        value.integer = MicrosOf(*array, i).value_or(0);
      }
      return static_cast<PrimitiveBuilder<int64_t>&>(to).Append(value.integer);
    }
    case ValueKind::kList:
      return AppendItems(*array, i, field, static_cast<ListBuilder&>(to));
    case ValueKind::kStruct:
      return AppendMembers(*array, i, field, static_cast<StructBuilder&>(to));
    default:
      return to.AppendNull();
  }
}

}  // namespace textmill::arrowfiles
