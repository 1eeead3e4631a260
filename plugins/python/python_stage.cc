#include "plugins/python/python_stage.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "plugins/lib/io/type_name.h"
#include "plugins/python/plain_types.h"

namespace textmill::python {
namespace {

const Field kParent{"", "i", {}, {}};

// Members of what was made may be left out.
void MarkOptional(Field* field) {
  for (Field& child : field->children) {
    if (field->format == "+s") child.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    MarkOptional(&child);
  }
}

}  // namespace

ParamSpec MakesParam(const char* doc) {
  ParamSpec spec;
  spec.name = "makes";
  spec.types = TEXTMILL_STRING | TEXTMILL_LIST | TEXTMILL_MAP;
  ParamSpec item;
  item.types = TEXTMILL_STRING;
  spec.item.push_back(std::move(item));
  spec.doc = doc;
  return spec;
}

PythonStage::PythonStage(const char* kind, const char* what) : kind_(kind) {
  Describe(std::string("python.") + kind, "1.0.0", what);
}

void PythonStage::BindModule(Binder& binder, const Value& makes, bool batch) {
  try {
    terms_.python = process::FindProgram(python);
  } catch (Error& error) {
    if (error.hint().empty())
      error.Hint("Python 3.9 or newer is needed; on Debian: apt-get install python3");
    throw error.Parameter("python");
  }
  // Known without an interpreter, which takes a while to start.
  if (!module->value.ends_with(".py"))
    throw Error(module->value + ": no module of Python: its name has to end in .py")
        .Parameter("module");
  terms_.timeout = std::chrono::nanoseconds(timeout->nanoseconds);
  terms_.cancelled = [this] { return Cancelled(); };
  terms_.errors.Start(module->value,
                      [this](const std::string& line) { Log(TEXTMILL_LOG_INFO, line); });

  std::vector<std::string>& request = terms_.request;
  request = {kind_, module->value, function.present() ? *function : "", batch ? "batch" : "",
             std::to_string(max_value_bytes->bytes)};
  std::vector<std::pair<std::string, std::string>> made;  // names and types
  if (makes.type == TEXTMILL_STRING) made.emplace_back(makes.string, "");
  for (const Value& item : makes.items) {
    if (makes.type == TEXTMILL_MAP)
      made.emplace_back(item.key, item.string);
    else
      made.emplace_back(item.string, "");
  }
  request.push_back(std::to_string(made.size()));
  for (const auto& [name, type] : made) {
    request.push_back(name);
    request.push_back(type.empty() ? "" : "typed");
    if (type.empty()) continue;
    try {
      Field field = io::TypeNamed(type);
      field.name = name;
      AddField(field, &request);
    } catch (Error& error) {
      throw error.Parameter("makes." + name);
    }
  }
  request.push_back(std::to_string(binder.input().size()));
  for (const Field& field : binder.input()) AddField(field, &request);

  auto worker = std::make_unique<WorkerProcess>(terms_);
  signature_ = worker->signature();
  used_.clear();
  used_slots_.clear();
  for (const std::string& name : signature_.uses) {
    used_.push_back(*binder.Find(name));
    used_slots_.push_back(binder.Use(name));
  }
  for (Field& field : signature_.makes) MarkOptional(&field);
  const std::lock_guard lock(mutex_);
  bound_ = std::move(worker);
  binder_ = getpid();
}

PythonStage::~PythonStage() {
  if (binder_ != getpid()) (void)bound_.release();
}

std::unique_ptr<WorkerProcess> PythonStage::TakeWorker() const {
  {
    const std::lock_guard lock(mutex_);
    if (bound_ != nullptr && binder_ == getpid()) return std::move(bound_);
  }
  return std::make_unique<WorkerProcess>(terms_);
}

MessageWriter PythonStage::Rows(const Batch& batch, int64_t begin, int64_t end) const {
  MessageWriter message('C', end - begin);
  const int64_t base = batch.raw().columns->offset;
  for (size_t k = 0; k < used_.size(); ++k)
    message.Column(used_[k], batch.array(used_slots_[k]), base + begin, base + end);
  return message;
}

std::vector<AccountNumber> PythonStage::Account() const {
  const int64_t lines = terms_.errors.lines();
  if (lines == 0) return {};
  return {{"lines on standard error", module->value, lines}};
}

struct LaneStage::OneLane final : Lane {
  std::unique_ptr<WorkerProcess> worker;
};

// The batch that is worked on.
struct LaneStage::Work {
  const Batch& batch;
  Reply& reply;
  OneLane& lane;
  std::vector<std::pair<int64_t, std::string>> failed;
};

std::unique_ptr<Lane> LaneStage::NewLane() const { return std::make_unique<OneLane>(); }

// Where the worker dies, the row that it was at is to blame; those before it are put to a new one,
// and then those after it.
void LaneStage::Run(Work& work, int64_t begin, int64_t end) const {
  while (begin < end) {
    auto& worker = work.lane.worker;
    const bool fresh = worker == nullptr;
    if (fresh) worker = TakeWorker();
    auto made = worker->Ask(Rows(work.batch, begin, end).Finish());
    if (made) {
      // Where it is much, only the first of them are answered.
      const int64_t answered = made->number();
      if (made->kind() != 'C' || answered < 1 || answered > end - begin)
        throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
      const int64_t n = made->Number();
      const MessageColumn rows = made->Column(kNumber, n), messages = made->Column(kText, n);
      std::vector<int64_t> failed;
      for (int64_t i = 0; i < n; ++i) {
        failed.push_back(rows.Value<int64_t>(i));
        if (failed.back() < (i > 0 ? failed[static_cast<size_t>(i) - 1] + 1 : 0) ||
            failed.back() >= answered)
          throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
        work.failed.emplace_back(begin + failed.back(), messages.Bytes(i));
      }
      patience().Answered();
      Take(*made, begin, begin + answered, failed, work.reply);
      begin += answered;
      continue;
    }
    const int64_t at = worker->row_at_work();
    const std::string why = "the Python process " + worker->why();
    const bool timed_out = worker->timed_out();
    worker.reset();
    if (at < 0 && !fresh) continue;  // it had died before
    const bool known = at >= 0 && at < end - begin;
    const int64_t blamed = known ? begin + at : begin + (end - begin) / 2;
    if (!known && end - begin > 1) {
      Run(work, begin, blamed);
      begin = blamed;
      continue;
    }
    Run(work, begin, blamed);
    if (timed_out) patience().GaveNone(why);
    work.failed.emplace_back(blamed, why);
    TakeNothing(work.reply);
    begin = blamed + 1;
  }
}

void LaneStage::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Work work{batch, reply, static_cast<OneLane&>(*lane), {}};
  Run(work, 0, batch.rows());
  for (const auto& [row, message] : work.failed) reply.Fail(row, message);
}

PythonMap::PythonMap()
    : LaneStage("map", "Adds columns by a function in Python."),
      makes(this, MakesParam("The columns that the function makes, where its hints do not say so: "
                             "`{ score: float }`, for `dict[str, float]` also `[score, length]`; "
                             "the name of the one column that it returns, else it is called as the "
                             "function. Types as in `types` of `read.jsonl`.")) {
  Explain(
      "The function's parameters are columns, by their names; its hints are checked before the "
      "run. "
      "It is called for each document: `def score(text: str, lang: str | None) -> float` adds the "
      "column `score`. A TypedDict, a dataclass or a NamedTuple makes a column of each member. A "
      "parameter with a default may have no column, `**columns` takes all, and one whose hint has "
      "no `None` fails documents that have no value there.\n\n"
      "[Stages in Python](../python.md) says the rest, for all four: what goes wrong, `batch`, "
      "environments, speed.",
      "- uses: python.map\n"
      "  with: { module: my_stage.py }");
  DocumentNeed("text", "any", "the columns that the function takes");
  DocumentProduct("<name>", "any", "the columns that the function makes");
}

void PythonMap::Bind(Binder& binder) {
  BindModule(binder, makes.get(), batch);
  for (const Field& field : signature().makes) binder.Produce(Part::kColumns, field);
}

void PythonMap::Take(MessageReader& made, int64_t begin, int64_t end, const std::vector<int64_t>&,
                     Reply& reply) const {
  for (size_t k = 0; k < signature().makes.size(); ++k) {
    const MessageColumn column = made.Column(signature().makes[k], end - begin);
    Builder& to = reply.At(Part::kColumns, static_cast<int>(k));
    for (int64_t i = 0; i < end - begin; ++i) column.Append(i, to);
  }
}

PythonFilter::PythonFilter()
    : LaneStage("filter", "Keeps or drops documents by a function in Python.") {
  Explain(
      "A function that returns `bool` keeps the documents for which it is true; one that returns "
      "`str | None` drops those for which it gives a text, and that is why. See `python.map` for "
      "what it is given, and [stages in Python](../python.md) for the rest.",
      "- uses: python.filter\n"
      "  with: { module: my_stage.py, function: is_long }");
  DocumentNeed("text", "any", "the columns that the function takes");
}

void PythonFilter::Bind(Binder& binder) { BindModule(binder, Value{textmill_value{}}, batch); }

void PythonFilter::Take(MessageReader& made, int64_t begin, int64_t end,
                        const std::vector<int64_t>&, Reply& reply) const {
  const int64_t rows = end - begin;
  const MessageColumn stays = made.Column(kBool, rows), reasons = made.Column(kText, rows);
  for (int64_t i = 0; i < rows; ++i) {
    if (stays.Value<uint8_t>(i) != 0)
      reply.Keep();
    else
      reply.Drop(by_function);
    reasons.Append(i, reply[why]);
  }
}

void PythonFilter::TakeNothing(Reply& reply) const {
  reply.Keep();
  reply[why].AppendNull();
}

PythonExpand::PythonExpand()
    : LaneStage("expand", "Makes several documents of one by a function in Python."),
      makes(this, MakesParam("As of `python.map`, of each document that is made.")) {
  Can(TEXTMILL_EXPANDS);
  Explain(
      "The function returns a list of what is made of a document, or yields it: `def "
      "paragraphs(text: str) -> list[str]` with `makes: text`. What it does not make, the new "
      "documents have from the old one, the `id` too. Of a document for which the list is empty "
      "nothing is left. See `python.map`, and [stages in Python](../python.md).",
      "- uses: python.expand\n"
      "  with: { module: my_stage.py, function: paragraphs, makes: text }");
  DocumentNeed("text", "any", "the columns that the function takes");
  DocumentProduct("<name>", "any", "the columns that the function makes");
}

void PythonExpand::Bind(Binder& binder) {
  BindModule(binder, makes.get(), false);
  for (const Field& field : signature().makes) binder.Produce(Part::kColumns, field);
}

void PythonExpand::Take(MessageReader& made, int64_t begin, int64_t end,
                        const std::vector<int64_t>& failed, Reply& reply) const {
  const int64_t children = made.Number();
  const MessageColumn parents = made.Column(kParent, children);
  int32_t last = 0;
  for (int64_t i = 0; i < children; ++i) {
    const auto parent = parents.Value<int32_t>(i);
    if (parents.IsNull(i) || parent < last || parent >= end - begin ||
        std::binary_search(failed.begin(), failed.end(), parent))
      throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
    last = parent;
    reply.Parent(begin + parent);
  }
  for (size_t k = 0; k < signature().makes.size(); ++k) {
    const MessageColumn column = made.Column(signature().makes[k], children);
    Builder& to = reply.At(Part::kColumns, static_cast<int>(k));
    for (int64_t i = 0; i < children; ++i) column.Append(i, to);
  }
}

}  // namespace textmill::python
