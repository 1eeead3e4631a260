#include "core/run/outputs.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace textmill::core {

Status Outputs::Open() {
  for (const PlannedOutput& output : plan_.outputs) {
    auto file = OutputFile::Open(output.path, (output.flags & TEXTMILL_OUTPUT_RAW) != 0, threads_);
    if (!file) return file.error();
    files_.push_back(std::move(*file));
  }
  if (plan_.dropped.empty()) return {};
  auto file = OutputFile::Open(plan_.dropped, false, threads_);
  if (!file) return file.error();
  dropped_ = std::move(*file);
  return {};
}

Status Outputs::Write(size_t step, size_t output, std::string_view bytes) {
  for (size_t i = 0; i < files_.size(); ++i) {
    if (plan_.outputs[i].step == step && plan_.outputs[i].output == output)
      return files_[i]->Append(bytes);
  }
  return Error{"the stage wrote to an output that it did not announce",
               "this is a mistake in the plugin, not in the pipeline", ""};
}

Status Outputs::WriteDropped(std::string_view line) {
  return dropped_ == nullptr ? Status() : dropped_->Append(line);
}

Status Outputs::WriteFailed(std::string_view line) {
  if (failed_ == nullptr) {
    auto file = OutputFile::Open(plan_.failed, false);
    if (!file) return file.error();
    failed_ = std::move(*file);
  }
  return failed_->Append(line);
}

std::vector<OutputFile*> Outputs::All() const {
  std::vector<OutputFile*> all;
  for (const auto& file : files_) all.push_back(file.get());
  if (dropped_ != nullptr) all.push_back(dropped_.get());
  if (failed_ != nullptr) all.push_back(failed_.get());
  return all;
}

Status Outputs::Publish() {
  for (OutputFile* file : All()) {
    if (Status status = file->Finish(); !status) return status;
  }
  for (OutputFile* file : All()) {
    if (Status status = file->Publish(); !status) return status;
  }
  // What an earlier run left there would be taken for this one's. A device or pipe is nobody's to
  // remove.
  std::error_code ignored;
  if (failed_ == nullptr && std::filesystem::is_regular_file(plan_.failed, ignored))
    unlink(plan_.failed.c_str());
  return {};
}

void Outputs::Abandon() {
  for (OutputFile* file : All()) file->Abandon();
}

std::vector<Outputs::Written> Outputs::written() const {
  std::vector<Written> all;
  for (const OutputFile* file : All()) all.push_back({file->path(), file->bytes_stored()});
  return all;
}

}  // namespace textmill::core
