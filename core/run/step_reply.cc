#include "core/run/step_reply.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/run/utf8_check.h"
#include "core/table/gather.h"
#include "textmill/stage.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

const Field kVerdict{"verdicts", "C", {}, {}};
const Field kParent{"parents", "i", {}, {}};

size_t CountReasons(const textmill_stage_info& info) {
  size_t n = 0;
  while (info.reasons != nullptr && info.reasons[n] != nullptr) ++n;
  return n;
}

Status TakeParents(const Step& step, int64_t rows, ArrowArray* raw, StepReply* reply) {
  const Array parents = Own(raw);
  if (Status status = CheckArray(kParent, *parents); !status)
    return Broken(step, status.error().message);
  const PrimitiveView<int32_t> view(parents.get(), 0, parents->length);
  int32_t last = 0;
  for (int64_t i = 0; i < view.size(); ++i) {
    if (view[i] < last || view[i] >= rows)
      return Broken(step, "parents do not ascend, or name rows that are not there");
    last = view[i];
    reply->parents.push_back(last);
  }
  reply->expands = true;
  reply->rows = view.size();
  return {};
}

Status TakeVerdicts(const Step& step, ArrowArray* raw, StepReply* reply) {
  const Array verdicts = Own(raw);
  if (Status status = CheckArray(kVerdict, *verdicts); !status)
    return Broken(step, status.error().message);
  if (verdicts->length != reply->rows) {
    return Broken(step, "it gave " + std::to_string(verdicts->length) + " verdicts for " +
                            std::to_string(reply->rows) + " rows");
  }
  const PrimitiveView<uint8_t> view(verdicts.get(), 0, verdicts->length);
  const size_t reasons = CountReasons(*step.stage->info);
  for (int64_t i = 0; i < view.size(); ++i) {
    if (view[i] > reasons) return Broken(step, "a verdict has no reason");
    reply->verdicts.push_back(view[i]);
  }
  return {};
}

Status TakeFailures(const Step& step, int64_t rows, ArrowArray* raw, StepReply* reply) {
  auto members = TakeMembers(raw, Reply::FailureFields(), -1);
  if (!members) return Broken(step, "its failures are wrong: " + members.error().message);
  const int64_t n = (*members)[0]->length;
  const PrimitiveView<int64_t> places((*members)[0].get(), 0, n);
  const BytesView messages((*members)[1].get(), 0, n);
  const PrimitiveView<uint8_t> kinds((*members)[2].get(), 0, n);
  for (int64_t i = 0; i < n; ++i) {
    if (places[i] < 0 || places[i] >= rows) {
      return Broken(step, "it says that row " + std::to_string(places[i]) + " failed, of " +
                              std::to_string(rows) + " rows");
    }
    reply->failures.push_back({static_cast<int32_t>(places[i]), std::string(messages[i]),
                               kinds[i] == TEXTMILL_FAILED_FOR_NOW});
  }
  std::sort(reply->failures.begin(), reply->failures.end());
  for (size_t i = 1; i < reply->failures.size(); ++i) {
    if (reply->failures[i].row == reply->failures[i - 1].row)
      return Broken(step,
                    "it says twice that row " + std::to_string(reply->failures[i].row) + " failed");
  }
  return {};
}

// A row that failed is not turned into documents, too. Both ascend.
Status CheckOrphans(const Step& step, const StepReply& reply) {
  size_t parent = 0;
  for (const RowFailure& failure : reply.failures) {
    while (parent < reply.parents.size() && reply.parents[parent] < failure.row) ++parent;
    if (parent < reply.parents.size() && reply.parents[parent] == failure.row)
      return Broken(step, "it says that row " + std::to_string(failure.row) +
                              " failed, and makes documents of it");
  }
  return {};
}

Status TakeAll(const Step& step, Phase phase, int64_t rows, bool keep_columns, textmill_reply* raw,
               StepReply* reply) {
  reply->rows = rows;
  for (size_t i = 0; i < reply->counts.size(); ++i) reply->counts[i] = raw->counts[i];
  if (raw->failures.release != nullptr) {
    if (Status status = TakeFailures(step, rows, &raw->failures, reply); !status) return status;
  }
  if (phase == Phase::kProcess && !step.bound.carry.empty() && raw->carry.release != nullptr) {
    auto carry = TakeMembers(&raw->carry, step.bound.carry, -1);
    if (!carry) return Broken(step, carry.error().message);
    reply->carry = std::move(*carry);
  }
  if (!keep_columns) return {};
  if (phase == Phase::kProcess && (step.bound.flags & TEXTMILL_EXPANDS) != 0) {
    if (raw->parents.release == nullptr)
      return Broken(step, "it makes documents out of documents, but named no parents");
    Status status = TakeParents(step, rows, &raw->parents, reply);
    if (status) status = CheckOrphans(step, *reply);
    if (!status) return status;
  }
  const Schema& fields = phase == Phase::kProcess ? step.bound.columns : step.bound.commit_columns;
  if (!fields.empty()) {
    if (raw->columns.release == nullptr) return Broken(step, "it gave no columns");
    auto columns = TakeMembers(&raw->columns, fields, reply->rows);
    if (!columns) return Broken(step, columns.error().message);
    reply->columns = std::move(*columns);
  }
  if (raw->verdicts.release == nullptr) return {};
  if (Status status = TakeVerdicts(step, &raw->verdicts, reply); !status) return status;
  if (!step.bound.details.empty() && raw->details.release != nullptr) {
    auto details = TakeMembers(&raw->details, step.bound.details, reply->rows);
    if (!details) return Broken(step, details.error().message);
    reply->details = std::move(*details);
  }
  return {};
}

// Text for which no single document is to blame: the explanation of a drop, and what a commit
// makes. That of `process` costs its document, see StepRunner.
Status CheckText(const Step& step, Phase phase, const StepReply& reply) {
  const auto check = [&](const Schema& fields, const std::vector<Array>& arrays) -> Status {
    const auto bad = FindInvalidUtf8(fields, arrays);
    return bad.empty() ? Status() : Broken(step, bad[0].second);
  };
  Status status = check(step.bound.details, reply.details);
  if (status && phase == Phase::kCommit) status = check(step.bound.commit_columns, reply.columns);
  return status;
}

// Joins the k-th arrays that `pick` finds in the parts; a part without them counts as nulls.
template <class Pick>
std::vector<Array> JoinArrays(const Schema& fields, const std::vector<StepReply>& parts, Pick pick,
                              bool by_row) {
  std::vector<Array> out;
  for (size_t k = 0; k < fields.size(); ++k) {
    std::vector<const ArrowArray*> sources;
    std::vector<RowRange> ranges;
    for (const StepReply& part : parts) {
      const std::vector<Array>& arrays = pick(part);
      if (arrays.empty()) {
        if (by_row) ranges.push_back({RowRange::kNoSource, 0, part.rows});
        continue;
      }
      ranges.push_back({static_cast<int32_t>(sources.size()), 0, arrays[k]->length});
      sources.push_back(arrays[k].get());
    }
    out.push_back(Gather(fields[k], sources, ranges));
  }
  return out;
}

}  // namespace

Error Broken(const Step& step, const std::string& what) {
  Error error{"the stage " + step.uses + " broke its promise: " + what,
              "this is a mistake in the plugin, not in the pipeline", ErrorKind::kBrokenPromise};
  error.step = step.id;
  return error;
}

Result<StepReply> TakeReply(const Step& step, Phase phase, int64_t rows, bool keep_columns,
                            textmill_reply* raw) {
  StepReply reply;
  Status status = TakeAll(step, phase, rows, keep_columns, raw, &reply);
  ReleaseReply(raw);
  if (status) status = CheckText(step, phase, reply);
  if (!status) return status.error();
  return reply;
}

StepReply JoinReplies(const Step& step, Phase phase, std::vector<StepReply> parts,
                      const std::vector<int64_t>& handed) {
  StepReply out;
  bool any_columns = false, any_verdicts = false, any_details = false, any_carry = false;
  int64_t before = 0;
  for (size_t p = 0; p < parts.size(); ++p) {
    const StepReply& part = parts[p];
    any_columns = any_columns || !part.columns.empty();
    any_verdicts = any_verdicts || !part.verdicts.empty();
    any_details = any_details || !part.details.empty();
    any_carry = any_carry || !part.carry.empty();
    out.rows += part.rows;
    out.expands = out.expands || part.expands;
    for (const int32_t parent : part.parents)
      out.parents.push_back(static_cast<int32_t>(parent + before));
    for (const RowFailure& failure : part.failures) {
      out.failures.push_back(failure);
      out.failures.back().row += static_cast<int32_t>(before);
    }
    before += handed[p];
    for (size_t i = 0; i < out.counts.size(); ++i) out.counts[i] += part.counts[i];
  }
  if (any_verdicts) {
    for (const StepReply& part : parts) {
      for (int64_t i = 0; i < part.rows; ++i) out.verdicts.push_back(part.verdict(i));
    }
  }
  const auto columns = [](const StepReply& r) -> const std::vector<Array>& { return r.columns; };
  const auto details = [](const StepReply& r) -> const std::vector<Array>& { return r.details; };
  const auto carry = [](const StepReply& r) -> const std::vector<Array>& { return r.carry; };
  const Schema& fields = phase == Phase::kProcess ? step.bound.columns : step.bound.commit_columns;
  if (any_columns) out.columns = JoinArrays(fields, parts, columns, true);
  if (any_details) out.details = JoinArrays(step.bound.details, parts, details, true);
  if (any_carry) out.carry = JoinArrays(step.bound.carry, parts, carry, false);
  return out;
}

}  // namespace textmill::core
