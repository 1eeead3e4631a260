#include "plugins/dedup/exact.h"

namespace textmill::dedup {
namespace {

constexpr const char* kExactDescription =
    "A document is a duplicate when an earlier one in the input has the same content: all columns "
    "in `by` are equal after `normalize`. The earliest document stays, or the one that `keep` "
    "says. Each other one names it in "
    "`dup_of`, with `dup_similarity` 1: in `dropped.jsonl` or, with `action: mark`, in columns of "
    "its own.\n\n"
    "A document with nothing to compare is never a duplicate: one whose `by` columns are all null "
    "or empty, with `normalize: words` also one without a single word. Among several columns null "
    "equals null.\n\n"
    "Contents are compared by the first 128 bits of their SHA-256, so that nobody can write two "
    "texts that differ and are taken for one. Memory: about 50 bytes and the `id` for each "
    "document that is no duplicate; beyond `memory` that goes to files in the work folder.\n\n"
    "The same text with small changes is found by `dedup.near`. Put `dedup.exact` before it: it is "
    "many times faster, and leaves less to do.";

constexpr const char* kExactExample = R"(- uses: dedup.exact
  with: { normalize: whitespace })";

struct ExactLane final : Lane {
  explicit ExactLane(Normalize normalize) : maker(normalize) {}
  KeyMaker maker;
};

// The size of a value of fixed width, or 0.
size_t WidthOf(const std::string& format) {
  switch (format[0]) {
    case 'c':
    case 'C':
      return format.size() == 1 ? 1 : 0;
    case 's':
    case 'S':
      return 2;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
    case 'g':
      return 8;
    case 't':
      return format.compare(0, 2, "ts") == 0 ? 8 : 0;
    default:
      return 0;
  }
}

bool IsText(const std::string& format) { return format == "u" || format == "z"; }

}  // namespace

Exact::Exact() {
  Can(TEXTMILL_REPLAYS);
  Describe("dedup.exact", "1.0.0",
           "Finds documents that are equal to an earlier one, and drops or marks them.");
  Explain(kExactDescription, kExactExample);
  DocumentNeed("text", "any", "what is compared; `by` names other columns");
}

void Exact::Bind(Binder& binder) {
  duplicates.Bind(binder, "text");
  compared_.clear();
  if (by->empty())
    throw Error("`by` names no column, so nothing could be compared").Parameter("by");
  for (size_t i = 0; i < by->size(); ++i) {
    const std::string& name = (*by)[i].value;
    const std::string parameter = "by[" + std::to_string(i) + "]";
    const Field* field = binder.Find(name);
    if (field == nullptr) throw NoSuchColumn(name).Parameter(parameter);
    if (!IsText(field->format) && field->format != "b" && WidthOf(field->format) == 0) {
      throw Error("cannot compare the column `" + name + "`: it is " + TypeName(*field),
                  TEXTMILL_WRONG_TYPE)
          .Parameter(parameter)
          .Column(name)
          .Hint("Text, numbers, booleans and timestamps can be compared.");
    }
    compared_.push_back({binder.Use(name), field->format});
  }
}

std::unique_ptr<Lane> Exact::NewLane() const {
  return std::make_unique<ExactLane>(normalize == "words"        ? Normalize::kWords
                                     : normalize == "whitespace" ? Normalize::kWhitespace
                                                                 : Normalize::kNone);
}

void Exact::Open(const textmill_open_request& request) {
  // Keys and ids take several times as much as the index.
  constexpr double kPlaces = 0.2, kContents = 0.5;
  constexpr double kSpace = 0.2;  // of documents of no more than some words
  duplicates.Open(request, host(), Survivors::Rule{}, kPlaces, kContents, InputBytes(), kSpace);
}

template <class Give>
void Exact::MakeKeys(const Batch& batch, Lane* lane, Give&& give) const {
  KeyMaker& maker = static_cast<ExactLane*>(lane)->maker;
  const int64_t base = batch.raw().columns->offset;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    maker.Start();
    for (const Compared& column : compared_) {
      const ArrowArray& array = batch.array(column.slot);
      const ViewBase view(&array, base, batch.rows());
      if (view.IsNull(row)) {
        maker.Null();
      } else if (IsText(column.format)) {
        maker.Text(BytesView(&array, base, batch.rows())[row]);
      } else if (column.format == "b") {
        const bool value = BoolView(&array, base, batch.rows())[row];
        maker.Number(&value, 1);
      } else {
        const size_t width = WidthOf(column.format);
        const int64_t at = view.offset() + row;
        maker.Number(static_cast<const char*>(array.buffers[1]) + static_cast<size_t>(at) * width,
                     width);
      }
    }
    Key key;
    give(row, maker.Finish(&key) ? &key : nullptr);
  }
}

void Exact::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  if (!duplicates.Looks(batch)) {
    for (int64_t row = 0; row < batch.rows(); ++row) {
      reply[low_].AppendNull();
      reply[high_].AppendNull();
    }
    return duplicates.Prepare(batch.rows(), reply);
  }
  MakeKeys(batch, lane, [&](int64_t row, const Key* key) {
    duplicates.Prepare(batch, row, reply);
    if (key != nullptr) {
      reply[low_].Append(key->low);
      reply[high_].Append(key->high);
    } else {
      reply[low_].AppendNull();
      reply[high_].AppendNull();
    }
  });
}

// Documents with different contents have nothing to do with each other.
void Exact::PartitionKeys(const Batch& batch, ListBuilder& keys, Lane* lane) const {
  MakeKeys(batch, lane, [&](int64_t, const Key* key) {
    if (key != nullptr) keys.items<BuilderOf<UInt64>>().Append(key->low);
    keys.EndRow();
  });
}

void Exact::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto low = carried[low_];
  const auto high = carried[high_];
  uint64_t pair[2];
  uint32_t key = 0;
  const auto look_at = [&](int64_t row) {
    pair[0] = low[row];
    pair[1] = high[row];
    Survivors::MakeKeys(Survivors::Rule{}, pair, &key);
  };
  constexpr int64_t kAhead = 8;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (duplicates.Looks(batch) && row + kAhead < batch.rows()) {
      look_at(row + kAhead);
      duplicates.Prefetch(&key);
    }
    look_at(row);
    const size_t n = low.IsNull(row) ? 0 : 2;
    duplicates.Judge(batch, carried, row, &key, {pair, n}, reply);
  }
  duplicates.ReportMemory();
}

}  // namespace textmill::dedup
