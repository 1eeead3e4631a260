#include "plugins/corpus/lda.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

#include "plugins/lib/hash/hash.h"

namespace textmill::corpus {
namespace {

// Four topics at once: each sum is made in this order on every machine.
constexpr size_t kLanes = 4;
using Floats = float __attribute__((vector_size(16)));
using Ints = int32_t __attribute__((vector_size(16)));

template <class T, class From>
T Load(const From* from) {
  T all;
  std::memcpy(&all, from, sizeof all);
  return all;
}

// Random numbers without a state to keep between rounds (SplitMix64, Steele and others 2014).
class Random {
 public:
  Random(uint64_t seed, uint64_t round, uint64_t part)
      : state_(hash::Mix(hash::Mix(seed + hash::kGolden) ^ (round * Lda::kParts + part + 1))) {}
  // From 0 to below 1, in steps of 2^-24.
  float Next() {
    state_ += hash::kGolden;
    return static_cast<float>(hash::Mix(state_) >> 40) * 0x1p-24F;
  }

 private:
  uint64_t state_;
};

}  // namespace

// What a thread has for itself.
struct Lda::Worker {
  memory::Pages<int32_t> counts;
  std::vector<int64_t> totals;
  std::vector<float> in_document, share, sums;  // by topic; sums of every fourth up to each
};

Lda::Lda(const Settings& settings, size_t words, size_t tokens)
    : settings_(settings),
      n_words_(words),
      stride_((settings.topics + kLanes - 1) / kLanes * kLanes),
      totals_(stride_) {
  words_.reserve(tokens);
}

size_t Lda::MemoryFor(const Settings& settings, size_t words, size_t tokens, uint32_t threads) {
  const size_t copies = 2 + std::min<size_t>(threads, kParts);
  return tokens * (sizeof(uint32_t) + sizeof(uint16_t)) +
         words * (settings.topics + kLanes) * sizeof(int32_t) * copies;
}

void Lda::Add(std::span<const uint32_t> document) {
  words_.insert(words_.end(), document.begin(), document.end());
  ends_.push_back(words_.size());
}

void Lda::CountTopics(size_t d, std::vector<uint32_t>* counts) const {
  counts->assign(settings_.topics, 0);
  for (size_t i = Begin(d); i < ends_[d]; ++i) ++(*counts)[topics_[i]];
}

// Each word has some topic.
void Lda::DrawTopics() {
  topics_.resize(words_.size());
  counts_.Resize(n_words_ * stride_);
  for (size_t i = 0; i < words_.size(); ++i) {
    const uint64_t drawn = hash::Mix(hash::Mix(settings_.seed + hash::kGolden) ^ ~uint64_t{i});
    topics_[i] = static_cast<uint16_t>((drawn >> 32) * settings_.topics >> 32);
    ++counts_[words_[i] * stride_ + topics_[i]];
    ++totals_[topics_[i]];
  }
}

bool Lda::Run(uint32_t rounds, uint32_t threads, const std::function<bool()>& cancelled) {
  DrawTopics();
  next_.Resize(counts_.size());
  std::vector<Worker> workers(std::clamp<size_t>(threads, 1, kParts));
  for (Worker& worker : workers) {  // here, where a lack of memory can be told
    worker.counts.Resize(counts_.size());
    worker.totals.resize(stride_);
    for (auto* all : {&worker.in_document, &worker.share, &worker.sums}) all->resize(stride_);
  }
  std::mutex mutex;  // of next_ and its totals
  for (uint32_t round = 0; round < rounds; ++round) {
    std::copy_n(counts_.data(), counts_.size(), next_.data());
    next_totals_ = totals_;
    std::atomic<size_t> next_part = 0;
    const auto work = [&](Worker& worker) {
      for (size_t part; (part = next_part++) < kParts && !cancelled();) {
        std::copy_n(counts_.data(), counts_.size(), worker.counts.data());
        worker.totals = totals_;
        Sample(part, round, worker);
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < counts_.size(); ++i) next_[i] += worker.counts[i] - counts_[i];
        for (size_t k = 0; k < stride_; ++k) next_totals_[k] += worker.totals[k] - totals_[k];
      }
    };
    std::vector<std::thread> others;
    try {
      for (size_t w = 1; w < workers.size(); ++w) others.emplace_back(work, std::ref(workers[w]));
    } catch (const std::system_error&) {  // no more threads are to be had: the others do the work
    }
    work(workers[0]);
    for (std::thread& other : others) other.join();
    if (cancelled()) return false;
    std::swap(counts_, next_);
    std::swap(totals_, next_totals_);
  }
  return true;
}

void Lda::Sample(size_t part, uint32_t round, Worker& worker) {
  const size_t first = documents() * part / kParts, last = documents() * (part + 1) / kParts;
  const auto beta = static_cast<float>(settings_.beta);
  const float all_beta = beta * static_cast<float>(n_words_);
  // By topic: what the topic's size makes of a count, and what a document makes of it.
  std::vector<float>&share = worker.share, &document = worker.in_document, &sums = worker.sums;
  share.assign(stride_, 0);
  sums.assign(stride_, 0);
  const auto set_share = [&](size_t k) {
    share[k] = 1 / (static_cast<float>(worker.totals[k]) + all_beta);
  };
  for (size_t k = 0; k < settings_.topics; ++k) set_share(k);
  Random random(settings_.seed, round, part);
  for (size_t d = first; d < last; ++d) {
    document.assign(stride_, 0);
    std::fill_n(document.begin(), settings_.topics, static_cast<float>(settings_.alpha));
    for (size_t i = Begin(d); i < ends_[d]; ++i) ++document[topics_[i]];
    for (size_t i = Begin(d); i < ends_[d]; ++i) {
      int32_t* const counts = &worker.counts[words_[i] * stride_];
      size_t k = topics_[i];
      --counts[k];
      --worker.totals[k];
      --document[k];
      set_share(k);
      Floats sum{};
      for (size_t at = 0; at < stride_; at += kLanes) {
        const Floats count = __builtin_convertvector(Load<Ints>(counts + at), Floats) + beta;
        sum += count * Load<Floats>(&document[at]) * Load<Floats>(&share[at]);
        std::memcpy(&sums[at], &sum, sizeof sum);
      }
      // First which of four, then the topic among every fourth one.
      float left = random.Next() * (((sum[0] + sum[1]) + sum[2]) + sum[3]);
      size_t lane = 0;
      for (; lane + 1 < std::min<size_t>(kLanes, settings_.topics) && left >= sum[lane]; ++lane)
        left -= sum[lane];
      for (k = lane; k + kLanes < settings_.topics && left >= sums[k]; k += kLanes) {
      }
      topics_[i] = static_cast<uint16_t>(k);
      ++counts[k];
      ++worker.totals[k];
      ++document[k];
      set_share(k);
    }
  }
}

}  // namespace textmill::corpus
