#include "plugins/dedup/guard.h"

#include <algorithm>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {
constexpr size_t kMostSurvivors = 65536;
constexpr size_t kMostSources = 100000;
constexpr uint64_t kLeastDuplicates = 20;
constexpr uint64_t kLeastOfASource = 10;
}  // namespace

void Guard::Count(std::string_view source, std::optional<uint32_t> of) {
  ++documents_;
  if (!source.empty()) {
    // Mostly the documents of one source follow each other.
    if (latest_ == sources_.end() || latest_->first != source) {
      latest_ = sources_.find(source);
      if (latest_ == sources_.end() && sources_.size() < kMostSources)
        latest_ = sources_.try_emplace(std::string(source)).first;
    }
    if (latest_ != sources_.end()) {
      ++latest_->second.documents;
      latest_->second.removed += of.has_value() ? 1 : 0;
    }
  }
  if (!of) return;
  const auto at = duplicates_.find(*of);
  if (at != duplicates_.end()) {
    ++at->second;
  } else if (duplicates_.size() < kMostSurvivors) {
    duplicates_.emplace(*of, 1);
  } else {
    // Misra and Gries: whoever is left after this is counted at most documents / survivors short.
    absl::erase_if(duplicates_, [](auto& entry) { return --entry.second == 0; });
  }
}

std::optional<Guard::Survivor> Guard::Swallower(double share) const {
  std::optional<Survivor> most;
  for (const auto& [document, duplicates] : duplicates_) {
    if (!most || duplicates > most->duplicates ||
        (duplicates == most->duplicates && document < most->document))
      most = Survivor{document, duplicates};
  }
  if (most && (most->duplicates < kLeastDuplicates ||
               static_cast<double>(most->duplicates) <= share * static_cast<double>(documents_)))
    most.reset();
  return most;
}

std::vector<std::string> Guard::EmptiedSources() const {
  std::vector<std::string> out;
  for (const auto& [name, source] : sources_) {
    if (source.documents >= kLeastOfASource && source.removed == source.documents)
      out.push_back(name);
  }
  return out;
}

void Guard::Save(StateWriter& to) const {
  to.Put(documents_);
  std::vector<std::pair<uint32_t, uint64_t>> survivors(duplicates_.begin(), duplicates_.end());
  std::sort(survivors.begin(), survivors.end());  // the same state for the same documents
  to.Put(static_cast<uint64_t>(survivors.size()));
  for (const auto& [document, duplicates] : survivors) {
    to.Put(document);
    to.Put(duplicates);
  }
  to.Put(static_cast<uint64_t>(sources_.size()));
  for (const auto& [name, source] : sources_) {
    to.PutBytes(name);
    to.Put(source);
  }
}

void Guard::Restore(StateReader& from, uint32_t documents) {
  documents_ = from.Take<uint64_t>();
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const auto document = from.Take<uint32_t>();
    if (document >= documents) throw Error("the saved state does not fit together");
    duplicates_[document] = from.Take<uint64_t>();
  }
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    std::string name = from.TakeBytes();
    sources_[std::move(name)] = from.Take<Source>();
  }
}

}  // namespace textmill::dedup
