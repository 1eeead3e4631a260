#include "plugins/dedup/exact.h"

namespace textmill::dedup {
namespace {

constexpr const char* kDescription =
    "A document is a duplicate when an earlier one in the input has the same content: all columns "
    "in `by` are equal after `normalize`. The earliest document stays. Each later one names it in "
    "`dup_of`, with `dup_similarity` 1: in `dropped.jsonl` or, with `action: mark`, in columns of "
    "its own.\n\n"
    "A document with nothing to compare is never a duplicate: one whose `by` columns are all null "
    "or empty, with `normalize: words` also one without a single word. Among several columns null "
    "equals null.\n\n"
    "Contents are compared by a hash of 128 bits. Memory: about 50 bytes and the `id` for each "
    "document that is no duplicate.\n\n"
    "The same text with small changes is found by `dedup.near`. Put `dedup.exact` before it: it is "
    "many times faster, and leaves less to do.";

constexpr const char* kExample = R"(- uses: dedup.exact
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
  Describe("dedup.exact", "1.0.0",
           "Finds documents that are equal to an earlier one, and drops or marks them.");
  Explain(kDescription, kExample);
  DocumentNeed("text", "any", "what is compared; `by` names other columns");
}

void Exact::Bind(Binder& binder) {
  decision.Bind(binder);
  compared_.clear();
  if (by->empty())
    throw Error("`by` names no column, so nothing could be compared").Parameter("by");
  for (size_t i = 0; i < by->size(); ++i) {
    const std::string& name = (*by)[i].value;
    const std::string subject = "by[" + std::to_string(i) + "]";
    const Field* field = binder.Find(name);
    if (field == nullptr)
      throw Error("needs the column `" + name + "`, which no earlier step makes")
          .Parameter(subject);
    if (!IsText(field->format) && field->format != "b" && WidthOf(field->format) == 0) {
      throw Error("cannot compare the column `" + name + "`: it is " + TypeName(*field))
          .Parameter(subject)
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

void Exact::Process(const Batch& batch, Reply& reply, Lane* lane) const {
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
    if (maker.Finish(&key)) {
      reply[low_].Append(key.low);
      reply[high_].Append(key.high);
    } else {
      reply[low_].AppendNull();
      reply[high_].AppendNull();
    }
  }
}

void Exact::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  const auto low = carried[low_];
  const auto high = carried[high_];
  const auto ids = batch[decision.id];
  constexpr int64_t kAhead = 8;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (row + kAhead < batch.rows()) seen_.prefetch(Key{low[row + kAhead], high[row + kAhead]});
    if (low.IsNull(row)) {
      decision.Original(reply);
      continue;
    }
    if (ids_.size() >= UINT32_MAX)
      throw Error("more than four billion documents are distinct, which cannot be numbered");
    const auto number = static_cast<uint32_t>(ids_.size());
    const auto [at, fresh] = seen_.try_emplace(Key{low[row], high[row]}, number);
    if (fresh) {
      ids_.Add(ids[row]);
      decision.Original(reply);
    } else {
      decision.Duplicate(reply, ids_[at->second], 1.0f);
    }
  }
  ReportMemory();
}

void Exact::ReportMemory() {
  const size_t bytes = seen_.capacity() * (sizeof(Key) + sizeof(uint64_t) + 1) + ids_.bytes();
  if (host() != nullptr)
    host()->memory(host(), static_cast<int64_t>(bytes) - static_cast<int64_t>(reported_));
  reported_ = bytes;
}

}  // namespace textmill::dedup
