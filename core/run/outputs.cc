#include "core/run/outputs.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>

#include "core/pipeline/link_target.h"
#include "core/pipeline/outputs.h"
#include "core/pipeline/publishing_mark.h"
#include "core/present/terminal_text.h"
#include "core/run/numbers.h"
#include "core/run/publication.h"

namespace textmill::core {
namespace {

// Of the files of a path with columns, so many are open at once, and there may be so many at all.
constexpr size_t kMostOpen = 100, kMostFiles = 100000;

// Of the descriptors that are left when the first file is opened: each takes two, there may be
// several such paths, and others need some, too.
size_t MostOpen() {
  static const size_t most = [] {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMostOpen;
    std::error_code error;
    const std::filesystem::directory_iterator open("/proc/self/fd", error);
    const auto taken = error ? 0 : static_cast<size_t>(std::distance(begin(open), end(open)));
    const size_t left = limit.rlim_cur > taken ? limit.rlim_cur - taken : 0;
    return std::clamp<size_t>(left / 16, 2, kMostOpen);
  }();
  return most;
}

bool IsFile(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

// A pipe or a device.
bool IsStream(const std::string& path) {
  struct stat found {};
  return path == "-" || (stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode));
}

}  // namespace

Result<std::unique_ptr<OutputFile>> Outputs::OpenOne(const std::string& path, bool raw,
                                                     bool* refused) const {
  OutputOptions options{
      .raw = raw, .threads = threads_, .replaces = plan_.overwrite, .stop = stop_};
  for (size_t i = 0; resume_ != nullptr && i < resume_->size(); ++i) {
    const OutputMark& mark = (*resume_)[i];
    if (mark.path != path || !mark.one_of.empty()) continue;
    options.resume = &mark;
    // A run that failed has said so in its summary.
    if (path == plan_.summary) options.replaces = true;
  }
  return OutputFile::Open(path, options, refused);
}

Status Outputs::Open(const std::vector<OutputMark>* resume) {
  TellOfMarks();
  resume_ = resume;
  Status status = OpenAll();
  if (status && resume != nullptr) status = ResumeMany();
  resume_ = nullptr;
  if (!status) {
    for (OutputFile* file : All()) resume != nullptr ? file->Abandon() : file->Discard();
    return status;
  }
  // Nobody shall take the summary of the run before for this one's.
  if (summary_ != nullptr && summary_->renamed() && unlink(summary_->target().c_str()) != 0 &&
      errno != ENOENT)
    return Error{"cannot remove the old summary " + summary_->path() + ": " + std::strerror(errno),
                 "", ErrorKind::kIo};
  return {};
}

Status Outputs::OpenAll() {
  const auto open = [&](const std::string& path, bool raw, std::unique_ptr<OutputFile>* to) {
    auto file = OpenOne(path, raw, &refused_);
    if (!file) return Status(file.error());
    *to = std::move(*file);
    return Status();
  };
  many_.resize(plan_.outputs.size());
  for (const PlannedOutput& output : plan_.outputs) {
    const bool raw = (output.flags & TEXTMILL_OUTPUT_RAW) != 0;
    std::unique_ptr<OutputFile> file;
    if (!output.pattern.empty()) {
      files_.push_back(nullptr);
      continue;
    }
    if (Status status = open(output.path, raw, &file); !status) return status;
    files_.push_back(std::move(file));
  }
  Status status;
  if (!plan_.dropped.empty()) status = open(plan_.dropped, false, &dropped_);
  if (status && !FailedIsOpenedLate()) status = open(plan_.failed, false, &failed_);
  if (status && !plan_.summary.empty()) status = open(plan_.summary, true, &summary_);
  return status;
}

// The files of paths with columns, as they were.
Status Outputs::ResumeMany() {
  for (const OutputMark& mark : *resume_) {
    if (mark.one_of.empty()) continue;
    size_t planned = 0;
    while (planned < plan_.outputs.size() &&
           (plan_.outputs[planned].pattern.empty() || plan_.outputs[planned].path != mark.one_of))
      ++planned;
    if (planned == plan_.outputs.size())
      return Error{"the checkpoint has a file that no step writes: " + mark.path, ""};
    Many& many = many_[planned];
    auto file = OutputFile::Open(mark.path,
                                 {.raw = (plan_.outputs[planned].flags & TEXTMILL_OUTPUT_RAW) != 0,
                                  .threads = threads_,
                                  .replaces = plan_.overwrite,
                                  .one_of_many = true,
                                  .resume = &mark,
                                  .stop = stop_},
                                 &refused_);
    if (!file) return file.error();
    if (Status status = (*file)->Park(); !status) return status;
    many.files.emplace(mark.path, OneOfMany{std::move(*file), many.open.end()});
  }
  return {};
}

// A run that is to start again after one that was stopped in the middle of publishing.
void Outputs::TellOfMarks() const {
  for (const PlannedOutput& output : plan_.outputs) {
    const bool many = !output.pattern.empty();
    for (const std::string& path :
         many ? MarkedPaths(output.pattern) : std::vector<std::string>{LinkTarget(output.path)}) {
      const std::string what = WhatTheMarkSays(path);
      if (!what.empty()) spdlog::warn("{}; they are made again", Showable(what));
    }
  }
}

// Of a path with columns, this run's mark may have been beside another of its files.
void Outputs::RemoveOldMarks() const {
  for (const PlannedOutput& output : plan_.outputs) {
    if (output.pattern.empty()) continue;
    for (const std::string& path : MarkedPaths(output.pattern)) (void)RemoveMark(path).ok();
  }
}

// Files of an earlier run that this one has not made: they would be taken for this one's.
void Outputs::TellOfLeftovers() const {
  for (size_t i = 0; i < plan_.outputs.size(); ++i) {
    const PlannedOutput& output = plan_.outputs[i];
    if (output.pattern.empty() || !plan_.overwrite) continue;
    std::vector<std::string> others = FilesThatMatch(output.pattern);
    const auto& own = many_[i].files;
    std::erase_if(others, [&](const std::string& path) { return own.count(path) > 0; });
    if (others.empty()) continue;
    spdlog::warn("{} {} `{}` and {} not of this run, such as {}", others.size(),
                 others.size() == 1 ? "file matches" : "files match", Showable(output.path),
                 others.size() == 1 ? "is" : "are", Showable(others.front()));
  }
}

// Steps write at the same time, each to its own outputs.
Result<Outputs::OneOfMany*> Outputs::FindOne(size_t step, const std::string& path) {
  size_t planned = 0;
  while (plan_.outputs[planned].step != step) ++planned;
  const PlannedOutput& output = plan_.outputs[planned];
  Many& many = many_[planned];
  auto found = many.files.find(path);
  if (found == many.files.end()) {
    if (many.files.size() >= kMostFiles)
      return Error{"`" + output.path + "` would be more than " +
                       WithCommas(static_cast<int64_t>(kMostFiles)) + " files",
                   "name a column with fewer values, such as one that `set:` makes of it"};
    const bool raw = (output.flags & TEXTMILL_OUTPUT_RAW) != 0;
    auto file = OutputFile::Open(path, {.raw = raw,
                                        .threads = threads_,
                                        .replaces = plan_.overwrite,
                                        .one_of_many = true,
                                        .stop = stop_});
    if (!file) return file.error();
    found = many.files.emplace(path, OneOfMany{std::move(*file), many.open.end()}).first;
  }
  OneOfMany& one = found->second;
  if (one.open != many.open.end()) many.open.erase(one.open);
  many.open.push_front(&one);
  one.open = many.open.begin();
  if (many.open.size() <= MostOpen()) return &one;
  OneOfMany* const oldest = many.open.back();
  many.open.pop_back();
  oldest->open = many.open.end();
  if (Status status = oldest->file->Park(); !status) return status.error();
  return &one;
}

Result<std::vector<OutputMark>> Outputs::Mark() {
  constexpr size_t kFew = 20;
  std::vector<OutputMark> marks;
  std::set<std::string> folders;
  const auto add = [&](OutputFile* file, const std::string& one_of, bool on_disk) -> Status {
    auto mark = file->Mark(on_disk);
    if (!mark) return mark.error();
    mark->one_of = one_of;
    marks.push_back(std::move(*mark));
    folders.insert(std::filesystem::path(file->target()).parent_path().string());
    return {};
  };
  for (size_t i = 0; i < many_.size(); ++i) {
    const bool few = many_[i].files.size() <= kFew;
    for (const auto& [path, one] : many_[i].files) {
      Status status = add(one.file.get(), plan_.outputs[i].path, few);
      // It was opened for this alone.
      if (status && one.open == many_[i].open.end()) status = one.file->Park();
      if (!status) return status.error();
    }
    if (few) continue;
    if (Status status = SyncFileSystem(many_[i].files.begin()->second.file->target()); !status)
      return status.error();
  }
  std::vector<OutputFile*> single;
  for (const auto& file : files_) single.push_back(file.get());
  single.push_back(dropped_.get());
  single.push_back(failed_.get());
  single.push_back(summary_.get());  // still empty: it is known by it once it has its name
  for (OutputFile* file : single) {
    if (file == nullptr || !file->renamed()) continue;
    if (Status status = add(file, "", true); !status) return status.error();
  }
  for (const std::string& folder : folders) {
    if (Status status = SyncFolder(folder.empty() ? "." : folder); !status) return status.error();
  }
  return marks;
}

// Not all of them can be open at once; and to wait for the disk once is quicker than for each.
Status Outputs::FinishMany() {
  constexpr size_t kFew = 20;
  for (Many& many : many_) {
    many.open.clear();
    for (const auto& [path, one] : many.files) {
      if (Status status = one.file->Park(); !status) return status;
    }
    for (const auto& [path, one] : many.files) {
      Status status = one.file->Finish();
      if (status) status = one.file->Sync(/*on_disk=*/many.files.size() <= kFew);
      if (!status) return status;
    }
    if (many.files.size() <= kFew) continue;
    if (Status status = SyncFileSystem(many.files.begin()->second.file->target()); !status)
      return status;
  }
  return {};
}

Status Outputs::Make(size_t step, const std::string& path) {
  if (hold_) return {};
  const auto one = FindOne(step, path);
  return one ? Status() : Status(one.error());
}

Status Outputs::WriteTo(size_t step, const std::string& path, std::string_view bytes) {
  if (hold_) return {};
  const auto one = FindOne(step, path);
  return one ? (*one)->file->Append(bytes) : Status(one.error());
}

// A pipe for failures may have no reader until there is one. And runs that write to standard output
// alone may work side by side, as in a shell's loop.
bool Outputs::FailedIsOpenedLate() const {
  if (IsStream(plan_.failed)) return true;
  bool any_file = plan_.failed_given || (dropped_ != nullptr && dropped_->renamed());
  for (const auto& file : files_) any_file = any_file || file == nullptr || file->renamed();
  return !any_file;
}

Status Outputs::Write(size_t step, size_t output, std::string_view bytes) {
  for (size_t i = 0; i < files_.size(); ++i) {
    if (plan_.outputs[i].step != step || plan_.outputs[i].output != output) continue;
    // What the stage says of no file in particular, as its instance for all of them does, is
    // none's.
    if (hold_) return {};
    return files_[i] != nullptr ? files_[i]->Append(bytes) : Status();
  }
  return Error{"the stage wrote to an output that it did not announce",
               "this is a mistake in the plugin, not in the pipeline", ErrorKind::kBrokenPromise};
}

Status Outputs::WriteDropped(std::string_view line) {
  return dropped_ == nullptr ? Status() : dropped_->Append(line);
}

Status Outputs::WriteFailed(std::string_view line) {
  if (failed_ == nullptr) {
    auto file = OpenOne(plan_.failed, false);
    if (!file) return file.error();
    failed_ = std::move(*file);
  }
  return failed_->Append(line);
}

std::string Outputs::failed_name() const {
  return failed_ != nullptr && failed_->renamed() ? failed_->name() : "";
}

std::vector<OutputFile*> Outputs::All() const {
  std::vector<OutputFile*> all;
  for (const auto& file : files_) {
    if (file != nullptr) all.push_back(file.get());
  }
  for (const Many& many : many_) {
    for (const auto& [path, one] : many.files) all.push_back(one.file.get());
  }
  for (const auto& file : {dropped_.get(), failed_.get()}) {
    if (file != nullptr) all.push_back(file);
  }
  if (summary_ != nullptr && summary_->renamed()) all.push_back(summary_.get());
  return all;
}

Status Outputs::Finish() {
  if (Status status = FinishMany(); !status) return status;
  // Of the others, all first, so that the disk has them at once.
  for (OutputFile* file : All()) {
    if (file == summary_.get()) continue;
    if (Status status = file->Finish(); !status) return status;
  }
  for (OutputFile* file : All()) {
    if (file == summary_.get()) continue;
    if (Status status = file->Sync(); !status) return status;
  }
  return {};
}

Status Outputs::Publish(const std::string& summary) {
  if (summary_ != nullptr && summary_->renamed()) {
    Status status = summary_->Append(summary);
    if (status) status = summary_->Finish();
    if (status) status = summary_->Sync();
    if (!status) return Error{"the summary: " + status.error().message, status.error().hint};
  }
  std::vector<NewName> names;
  std::vector<OutputFile*> files;
  for (OutputFile* file : All()) {
    if (!file->renamed()) continue;
    names.push_back(file->new_name());
    // The failures of an earlier run would be taken for this one's.
    names.back().removes = file == failed_.get() && failed_->empty();
    files.push_back(file);
  }
  const Published published = core::Publish(names);
  for (size_t i = 0; i < published.named.size(); ++i) {
    if (published.named[i]) published_.insert(files[i]);
  }
  if (!published.status) return published.status;
  RemoveOldMarks();
  TellOfLeftovers();
  if (failed_ == nullptr && plan_.overwrite && IsFile(plan_.failed)) unlink(plan_.failed.c_str());
  return {};
}

Status Outputs::WriteSummary(const std::string& summary) {
  if (summary_ == nullptr || summary_->renamed() || !summary_->is_open()) {
    if (summary_ != nullptr) summary_->Discard();  // it may hold what is no longer true
    auto file = OpenOne(plan_.summary, true);
    if (!file) return file.error();
    summary_ = std::move(*file);
  }
  Status status = summary_->Append(summary);
  if (status) status = summary_->Finish();
  if (status) status = summary_->Sync();
  return status && summary_->renamed() ? core::Publish({summary_->new_name()}).status : status;
}

void Outputs::Abandon() {
  for (OutputFile* file : All()) {
    if (published_.count(file) > 0) continue;
    if (file == failed_.get() && failed_->empty())
      file->Discard();
    else
      file->Abandon();
  }
}

std::vector<Outputs::Written> Outputs::written() const {
  std::vector<Written> all;
  for (const OutputFile* file : All()) {
    if (file == summary_.get() || (file == failed_.get() && failed_->empty())) continue;
    const bool published = !file->renamed() || published_.count(file) > 0;
    std::string one_of;
    for (size_t i = 0; i < many_.size() && one_of.empty(); ++i) {
      const auto one = many_[i].files.find(file->path());
      if (one != many_[i].files.end() && one->second.file.get() == file)
        one_of = plan_.outputs[i].path;
    }
    all.push_back({file->path(), file->bytes_stored(), published ? file->path() : file->name(),
                   file->renamed(), published, std::move(one_of)});
  }
  return all;
}

}  // namespace textmill::core
