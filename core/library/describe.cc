// Opening a plan, and what it is.
#include <dlfcn.h>

#include <filesystem>
#include <mutex>
#include <utility>

#include "core/library/handle.h"
#include "core/library/place.h"
#include "core/pipeline/make_plan.h"
#include "textmill/error.hpp"

namespace textmill::core {
namespace {

int32_t CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kIo:
      return TEXTMILL_IO_ERROR;
    case ErrorKind::kCancelled:
      return TEXTMILL_CANCELLED;
    case ErrorKind::kOutOfMemory:
      return TEXTMILL_NO_MEMORY;
    case ErrorKind::kNoSuchColumn:
      return TEXTMILL_NO_COLUMN;
    case ErrorKind::kWrongType:
      return TEXTMILL_WRONG_TYPE;
    case ErrorKind::kBadInput:
    case ErrorKind::kBadParameter:
      return TEXTMILL_ERROR;
    default:
      return TEXTMILL_INTERNAL;
  }
}

// Where plugins are that belong to the library: as it is built, and as it is installed.
std::vector<std::string> LibraryFolders() {
  Dl_info found{};
  if (dladdr(reinterpret_cast<const void*>(&textmill_version), &found) == 0) return {};
  std::error_code error;
  const std::filesystem::path library = std::filesystem::canonical(found.dli_fname, error);
  if (error) return {};
  return {library.parent_path() / "plugins", library.parent_path() / "textmill" / "plugins"};
}

uint32_t KindOf(const Step& step) {
  switch (step.kind) {
    case Step::Kind::kSource:
      return TEXTMILL_SOURCE;
    case Step::Kind::kTransform:
      return TEXTMILL_TRANSFORM;
    case Step::Kind::kSink:
      return TEXTMILL_SINK;
    case Step::Kind::kKeep:
      return TEXTMILL_KEEP;
    case Step::Kind::kSet:
      break;
  }
  return TEXTMILL_SET;
}

// Whether documents leave the step as they came, or not at all.
bool AsTheyCame(const Step& step) {
  if (step.composition.size() != step.input.size()) return false;
  for (size_t i = 0; i < step.composition.size(); ++i) {
    const ColumnSource& column = step.composition[i];
    if (column.from != ColumnSource::From::kInput || column.index != static_cast<int>(i))
      return false;
  }
  return true;
}

void DescribeSteps(textmill_plan* to) {
  for (const Step& step : to->plan->steps) {
    Instance::Split split{TEXTMILL_SPLIT_FREELY, ""};
    if (step.instance != nullptr && !step.table_of && step.kind != Step::Kind::kSource) {
      auto asked = step.instance->HowToSplit(step.bound.flags);
      // Who cannot say it sees everything.
      split = asked ? std::move(*asked) : Instance::Split{};
    }
    to->told_whys.push_back(std::move(split.why));
    to->told_steps.push_back({step.id.c_str(), step.uses.c_str(), KindOf(step), step.bound.flags,
                              split.how, static_cast<uint32_t>(step.table),
                              step.table_of ? static_cast<int32_t>(*step.table_of) : -1,
                              AsTheyCame(step) ? 1u : 0u, to->told_whys.back().c_str()});
  }
}

void DescribeSegments(textmill_plan* to) {
  std::vector<textmill_segment>& segments = to->told_segments;
  bool open = false;  // the last segment takes more steps
  for (uint32_t i = 0; i < to->told_steps.size(); ++i) {
    const textmill_step_info& step = to->told_steps[i];
    if (step.table_of >= 0) continue;
    const bool alone = step.split == TEXTMILL_SPLIT_PARTITION || step.split == TEXTMILL_SPLIT_WHOLE;
    if (!open || alone) segments.push_back({i, i, step.split, 0});
    segments.back().last = i;
    if (step.split == TEXTMILL_SPLIT_MERGE) segments.back().split = step.split;
    open = !alone;
    if (open && (step.flags & TEXTMILL_REPLAYS) != 0)
      segments.push_back({i, i, TEXTMILL_SPLIT_MERGE, 0});
  }
}

// What never changes is told from the beginning.
void Describe(textmill_plan* to) {
  for (const Problem& problem : to->problems) {
    to->told_problems.push_back({problem.place.file.c_str(), problem.place.line,
                                 problem.place.column, problem.message.c_str(),
                                 problem.hint.c_str()});
  }
  if (!to->plan) return;
  DescribeSteps(to);
  DescribeSegments(to);
  for (const PlannedOutput& output : to->plan->outputs)
    to->told_outputs.push_back({output.path.c_str(), static_cast<uint32_t>(output.step),
                                output.flags, output.pattern.empty() ? 0u : 1u, 0});
  to->written.resize(to->told_outputs.size());
}

// A list that never changes; none of no plan.
template <class T>
void Lend(const std::vector<T>* list, const T** to, uint64_t* n) {
  if (to != nullptr) *to = list != nullptr ? list->data() : nullptr;
  if (n != nullptr) *n = list != nullptr ? list->size() : 0;
}

}  // namespace

std::vector<std::string> TextsOf(const char* const* texts) {
  std::vector<std::string> list;
  for (; texts != nullptr && *texts != nullptr; ++texts) list.emplace_back(*texts);
  return list;
}

int32_t Tell(const Status& status, textmill_error* error) {
  if (status) return TEXTMILL_OK;
  const Error& why = status.error();
  const int32_t code = CodeOf(why.kind);
  if (error != nullptr)
    internal::FillError(error, code, why.message.c_str(), why.step.c_str(), why.hint.c_str(),
                        why.row);
  return code;
}

Status NeedsPlan(const textmill_plan& plan) {
  if (plan.state == textmill_plan::State::kBroken)
    return Error{"an earlier call failed: this plan is good for nothing but textmill_plan_close"};
  if (plan.plan) return {};
  return Error{"the pipeline has mistakes: there is no plan", "see textmill_plan_problems"};
}

Status NeedsBegun(const textmill_plan& plan, uint32_t step) {
  if (Status status = NeedsPlan(plan); !status) return status;
  if (plan.state != textmill_plan::State::kBegun)
    return Error{"no steps are at work yet", "call textmill_plan_begin before"};
  if (step >= plan.first && step <= plan.last && plan.runners[step].sees_documents()) return {};
  const auto& steps = plan.plan->steps;
  return Error{
      (step < steps.size() ? "step `" + steps[step].id + "`" : "step " + std::to_string(step)) +
      " is not among those that this plan began with: `" + steps[plan.first].id + "` to `" +
      steps[plan.last].id + "`"};
}

Status ListInputs(textmill_plan* plan) {
  if (plan->told_inputs) return {};
  auto listed = plan->plan->steps.front().instance->ListInputs();
  if (!listed) return listed.error();
  plan->told_inputs = std::move(*listed);
  return {};
}

}  // namespace textmill::core

using textmill::core::Error;
using textmill::core::Guarded;
using textmill::core::Lend;
using textmill::core::Status;

const char* textmill_version(void) { return TEXTMILL_VERSION; }

int32_t textmill_plan_open(const textmill_plan_options* options, textmill_plan** plan,
                           textmill_error* error) {
  // Of all plans: plugins are loaded one at a time.
  static std::mutex loading;
  if (plan != nullptr) *plan = nullptr;
  return Guarded(error, {options, plan}, [&]() -> Status {
    namespace core = textmill::core;
    if (options->file == nullptr || *options->file == '\0')
      return Error{"the options have no `file`", "give a pipeline's text a name, too"};
    constexpr uint32_t kFlags = TEXTMILL_PLAN_LOOKS_AT_FILES | TEXTMILL_PLAN_REPLACES_OUTPUTS |
                                TEXTMILL_PLAN_GIVES_DOCUMENTS;
    if ((options->flags & ~kFlags) != 0 || options->reserved != 0)
      return Error{"the options have flags that this library, " TEXTMILL_VERSION ", does not know",
                   "set them to 0 before they are filled in; compare TEXTMILL_ENGINE_VERSION"};
    const std::lock_guard lock(loading);
    auto made = std::make_unique<textmill_plan>();
    made->log = options->log;
    made->self = options->self;
    made->memory = options->memory;
    made->gives_documents = (options->flags & TEXTMILL_PLAN_GIVES_DOCUMENTS) != 0;
    std::vector<std::string> folders =
        core::Registry::Folders(core::TextsOf(options->plugin_folders));
    for (std::string& folder : core::LibraryFolders()) folders.push_back(std::move(folder));
    made->registry = core::Registry::Load(folders);
    core::PlanOptions wanted;
    wanted.set = core::TextsOf(options->set);
    wanted.look_at_files = (options->flags & TEXTMILL_PLAN_LOOKS_AT_FILES) != 0;
    wanted.overwrite = (options->flags & TEXTMILL_PLAN_REPLACES_OUTPUTS) != 0;
    if (options->summary != nullptr) wanted.summary = options->summary;
    const std::string file = options->file;
    made->plan =
        options->text != nullptr
            ? core::MakePlanOf(options->text, file, *made->registry, wanted, &made->problems)
            : core::MakePlan(file, *made->registry, wanted, &made->problems);
    if (made->plan) made->plan->overwrite = wanted.overwrite;
    core::Describe(made.get());
    *plan = made.release();
    return {};
  });
}

void textmill_plan_close(textmill_plan* plan) { delete plan; }

void textmill_plan_problems(const textmill_plan* plan, const textmill_problem** problems,
                            uint64_t* n) {
  Lend(plan != nullptr ? &plan->told_problems : nullptr, problems, n);
}

void textmill_plan_steps(const textmill_plan* plan, const textmill_step_info** steps, uint64_t* n) {
  Lend(plan != nullptr ? &plan->told_steps : nullptr, steps, n);
}

void textmill_plan_segments(const textmill_plan* plan, const textmill_segment** segments,
                            uint64_t* n) {
  Lend(plan != nullptr ? &plan->told_segments : nullptr, segments, n);
}

void textmill_plan_outputs(const textmill_plan* plan, const textmill_planned_output** outputs,
                           uint64_t* n) {
  Lend(plan != nullptr ? &plan->told_outputs : nullptr, outputs, n);
}

int32_t textmill_plan_inputs(textmill_plan* plan, const textmill_input** inputs, uint64_t* n,
                             textmill_error* error) {
  return Guarded(plan, error, {inputs, n}, [&]() -> Status {
    if (Status status = textmill::core::NeedsPlan(*plan); !status) return status;
    if (Status status = textmill::core::ListInputs(plan); !status) return status;
    *inputs = plan->told_inputs->data();
    *n = plan->told_inputs->size();
    return {};
  });
}

int32_t textmill_plan_schema(const textmill_plan* plan, uint32_t step, struct ArrowSchema* schema,
                             textmill_error* error) {
  if (schema != nullptr) *schema = {};
  return Guarded(plan, error, {schema}, [&]() -> Status {
    if (Status status = textmill::core::NeedsPlan(*plan); !status) return status;
    if (step == 0 || step > plan->plan->steps.size())
      return Error{"no documents reach step " + std::to_string(step)};
    textmill::ExportField(textmill::core::PlacedDocuments(*plan->plan, step), schema);
    return {};
  });
}
