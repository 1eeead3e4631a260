// All files that a run writes: those of the writers, dropped.jsonl, the file of failed documents,
// and the summary.
//
// Each is written as PATH.part and gets its name when the run is complete, all of them together or
// none. The methods are called by one thread at a time, but for writes to different outputs.
#ifndef CORE_RUN_OUTPUTS_H_
#define CORE_RUN_OUTPUTS_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/result.h"
#include "core/run/output_file.h"

namespace textmill::core {

class Outputs {
 public:
  // `threads`: how many may compress an output. `stop` may be set by a signal handler.
  Outputs(const Plan& plan, unsigned threads, const std::atomic<bool>* stop)
      : plan_(plan), threads_(threads), stop_(stop) {}

  // Opens them all, so that no other run can write there. A file of failed documents that is a pipe
  // is opened with its first line. When it fails, nothing is left behind. `resume`: goes on with
  // what a run that was killed has left; that stays whatever happens.
  Status Open(const std::vector<OutputMark>* resume = nullptr);
  // Whether the command is to blame for the failure: another run writes there, say.
  bool refused() const { return refused_; }

  Status Write(size_t step, size_t output, std::string_view bytes);
  // To one of the files of a writer whose path names columns; it is made when it is first written
  // to. `step`: the writer's.
  Status WriteTo(size_t step, const std::string& path, std::string_view bytes);
  // Such a file is there from now on, if nothing is written to it.
  Status Make(size_t step, const std::string& path);
  bool wants_dropped() const { return !plan_.dropped.empty(); }
  Status WriteDropped(std::string_view line);
  Status WriteFailed(std::string_view line);
  // Where those lines are to be read while the run goes on; "" where they are not kept.
  std::string failed_name() const;

  // While it holds, what stages write is not: those that are opened again have written it before.
  void Hold(bool hold) { hold_ = hold; }
  // What it takes to go on from here, when all of it is on the disk.
  Result<std::vector<OutputMark>> Mark();

  // Writes what is left, and waits until all is on the disk.
  Status Finish();
  // Gives all of them their names; before that, where the summary is a file, writes it.
  Status Publish(const std::string& summary);
  // Closes them as they are: what was written stays as PATH.part.
  void Abandon();
  bool summary_is_file() const { return summary_ != nullptr && summary_->renamed(); }
  // Writes a summary that is a pipe or standard output; or, when the run failed, any.
  Status WriteSummary(const std::string& summary);

  struct Written {
    std::string path;
    uint64_t bytes;    // as stored
    std::string name;  // what it is called now: as long as it has no name, PATH.part
    bool file;         // neither a pipe, a device nor standard output
    bool published;
    std::string one_of;  // the path with columns that it is one of the files of; ""
  };
  std::vector<Written> written() const;

 private:
  Result<std::unique_ptr<OutputFile>> OpenOne(const std::string& path, bool raw,
                                              bool* refused = nullptr) const;
  Status OpenAll();
  Status ResumeMany();
  void TellOfMarks() const;
  void RemoveOldMarks() const;
  bool FailedIsOpenedLate() const;
  std::vector<OutputFile*> All() const;
  void TellOfLeftovers() const;

  const Plan& plan_;
  const unsigned threads_;
  const std::atomic<bool>* stop_;
  std::vector<std::unique_ptr<OutputFile>> files_;  // as plan_.outputs; NULL for many files
  // One file of a path with columns.
  struct OneOfMany {
    std::unique_ptr<OutputFile> file;
    std::list<OneOfMany*>::iterator open;  // in Many::open, or its end
  };
  // All files of one.
  struct Many {
    std::map<std::string, OneOfMany> files;  // by path
    std::list<OneOfMany*> open;              // those whose descriptors are open, the latest first
  };
  Result<OneOfMany*> FindOne(size_t step, const std::string& path);
  Status FinishMany();
  std::vector<Many> many_;  // as plan_.outputs
  std::unique_ptr<OutputFile> dropped_, failed_, summary_;
  std::set<const OutputFile*> published_;
  const std::vector<OutputMark>* resume_ = nullptr;  // while they are opened
  bool refused_ = false, hold_ = false;
};

}  // namespace textmill::core

#endif  // CORE_RUN_OUTPUTS_H_
