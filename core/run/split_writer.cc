#include "core/run/split_writer.h"

#include <spdlog/spdlog.h>

#include <unordered_map>
#include <utility>

#include "core/present/terminal_text.h"
#include "core/seeded_hash.h"

namespace textmill::core {

std::vector<SplitRows> SplitByPath(const PathTemplate& paths, const std::vector<Array>& columns,
                                   const std::vector<int32_t>& rows) {
  std::vector<SplitRows> split;
  std::unordered_map<std::string, size_t, SeededHash> known;
  for (const int32_t row : rows) {
    std::string path = paths.PathOf(columns, row);
    const auto [found, is_new] = known.try_emplace(path, split.size());
    if (is_new) split.push_back({std::move(path), {}});
    split[found->second].rows.push_back(row);
  }
  return split;
}

// What the instance of one file may ask for.
class SplitWriter::Services final : public StageServices {
 public:
  Services(const SplitWriter& owner, std::string path) : owner_(owner), path_(std::move(path)) {}
  void Log(int32_t level, const std::string& step, std::string_view message) override {
    if (level >= TEXTMILL_LOG_WARNING)
      spdlog::warn("step `{}`, {}: {}", Showable(step), Showable(path_), Showable(message));
  }
  bool Cancelled() override { return owner_.run_.stop->load(std::memory_order_relaxed); }
  Status Write(size_t, std::string_view bytes) override {
    return owner_.run_.outputs->WriteTo(owner_.index_, path_, bytes);
  }

 private:
  const SplitWriter& owner_;
  const std::string path_;
};

SplitWriter::SplitWriter(const Step& step, size_t index, Run run)
    : step_(step), index_(index), run_(std::move(run)) {}

SplitWriter::~SplitWriter() = default;

// One that could not be made is not kept: batches that are under way may ask for it once more.
Result<Instance*> SplitWriter::Find(const std::string& path) {
  const auto known = files_.find(path);
  if (known != files_.end()) return known->second.instance.get();
  if (Status status = run_.outputs->Make(index_, path); !status) return status.error();
  auto made = step_.another();
  if (!made) return made.error();
  File file{std::make_unique<Services>(*this, path), std::move(*made)};
  if (Status status = file.instance->Open(file.services.get(), run_.work_folder, run_.threads);
      !status)
    return status.error();
  return files_.emplace(path, std::move(file)).first->second.instance.get();
}

Result<StepReply> SplitWriter::Commit(const std::string& path, const textmill_batch& batch,
                                      const ArrowArray* carry) {
  const auto instance = Find(path);
  if (!instance) return instance.error();
  textmill_reply raw{};
  const Status status = (*instance)->Commit(batch, carry, &raw);
  if (status.ok()) return TakeReply(step_, Phase::kCommit, batch.rows, false, &raw);
  ReleaseReply(&raw);
  return status.error();
}

void SplitWriter::AddStates(std::vector<StateToSave>* states) const {
  for (const auto& [path, file] : files_) {
    Instance* const instance = file.instance.get();
    states->push_back({index_, path, [instance](const Instance::WriteState& write) {
                         return instance->offers_state() ? instance->Save(write) : Status();
                       }});
  }
}

Status SplitWriter::Restore(const std::string& path, const Instance::ReadState& state) {
  const auto instance = Find(path);
  if (!instance) return instance.error();
  return (*instance)->offers_state() ? (*instance)->Restore(state) : Status();
}

Status SplitWriter::Finish() {
  for (auto& [path, file] : files_) {
    if (Status status = file.instance->Finish(); !status) return status;
  }
  return {};
}

}  // namespace textmill::core
