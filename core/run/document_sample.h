// A random sample of a source's documents, the same for the same inputs and seed: for a preview.
//
// All inputs are cut into units, which costs little; so many units are chosen by a hash as
// documents are wanted, and of the documents in them those with the least hashes. So not all of a
// large corpus is read: of files that can be read here and there, only what is chosen.
//
// Choose and Next are called by one thread at a time; Cut on any thread, once Choose is done.
#ifndef CORE_RUN_DOCUMENT_SAMPLE_H_
#define CORE_RUN_DOCUMENT_SAMPLE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/source_reader.h"
#include "core/run/work.h"

namespace textmill::core {

struct SampleRule {
  int64_t documents = 0;
  uint64_t seed = 0;
};

class DocumentSample {
 public:
  explicit DocumentSample(SampleRule rule) : rule_(rule) {}

  // How large units are to be: so small that there are many, and not so many that cutting them
  // takes long. `total`: bytes of all inputs, -1: not known.
  static uint64_t UnitBytes(int64_t total);

  // Ends early when `stop` is set.
  Status Choose(SourceReader* reader, const std::atomic<bool>& stop);
  // The next of the units with documents of the sample, in the inputs' order, still unread, or an
  // input failure; NULL at the end.
  std::unique_ptr<Work> Next();
  // Leaves what is of the sample of a unit that was read.
  void Cut(const Schema& schema, Work* work) const;

 private:
  uint64_t HashOf(const Work& work, uint64_t offset) const;

  const SampleRule rule_;
  std::vector<std::unique_ptr<Work>> units_;
  size_t next_ = 0;
  uint64_t most_ = UINT64_MAX;  // the largest hash of a document in the sample
};

}  // namespace textmill::core

#endif  // CORE_RUN_DOCUMENT_SAMPLE_H_
