#include "plugins/concordance/hit_sorter.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace textmill::concordance {
namespace {

constexpr size_t kLeastReadAhead = size_t{4} << 10, kMostReadAhead = size_t{1} << 20;

// Before a key and a row in the file.
struct Head {
  uint64_t number;
  uint32_t key_size, row_size;
};

Error FileError(const std::string& folder, const char* what) {
  return Error(std::string("cannot ") + what + " a temporary file in " + folder + ": " +
               std::strerror(errno))
      .Hint(
          "Give the run a work folder with more room (`--work-folder`), or the step more "
          "`memory`.");
}

}  // namespace

// Sorted hits in a part of the file.
class HitSorter::Run {
 public:
  Run(int file, const std::string& folder, uint64_t begin, uint64_t end)
      : file_(file), folder_(folder), at_(begin), end_(end) {}
  void SetReadAhead(size_t bytes) { read_ahead_ = bytes; }

  bool Advance() {
    if (!Have(sizeof(Head))) return false;
    Head head;
    std::memcpy(&head, have_.data() + used_, sizeof head);
    const size_t size = sizeof head + head.key_size + head.row_size;
    Have(size);
    const std::string_view all = std::string_view(have_).substr(used_, size);
    current_ = {all.substr(sizeof head, head.key_size), head.number,
                all.substr(sizeof head + head.key_size)};
    used_ += size;
    return true;
  }
  const Hit& current() const { return current_; }

 private:
  // Whether there are `n` more bytes; they are at used_ then.
  bool Have(size_t n) {
    if (have_.size() - used_ >= n) return true;
    have_.erase(0, used_);
    used_ = 0;
    const size_t want = std::min<uint64_t>(std::max(n - have_.size(), read_ahead_), end_ - at_);
    const size_t before = have_.size();
    have_.resize(before + want);
    for (size_t got = 0; got < want;) {
      const ssize_t more =
          ::pread(file_, have_.data() + before + got, want - got, static_cast<off_t>(at_ + got));
      if (more < 0 && errno == EINTR) continue;
      if (more <= 0) throw FileError(folder_, "read");
      got += static_cast<size_t>(more);
    }
    at_ += want;
    return have_.size() >= n;
  }

  int file_;
  const std::string& folder_;
  uint64_t at_, end_;
  size_t read_ahead_ = kMostReadAhead;
  std::string have_;
  size_t used_ = 0;
  Hit current_{};
};

HitSorter::HitSorter(std::string folder, size_t memory)
    : folder_(std::move(folder)), memory_(memory) {}

HitSorter::~HitSorter() {
  if (file_ >= 0) ::close(file_);
}

HitSorter::Hit HitSorter::At(const Place& place) const {
  const std::string_view all(bytes_);
  return {all.substr(place.begin, place.key_size), place.number,
          all.substr(place.begin + place.key_size, place.row_size)};
}

void HitSorter::Add(const Hit& hit) {
  places_.push_back({bytes_.size(), static_cast<uint32_t>(hit.key.size()),
                     static_cast<uint32_t>(hit.row.size()), hit.number});
  bytes_.append(hit.key).append(hit.row);
  ++size_;
  if (bytes_.size() + places_.size() * sizeof(Place) >= memory_ / 2) WriteRun();
}

void HitSorter::SortPlaces() {
  std::sort(places_.begin(), places_.end(),
            [this](const Place& a, const Place& b) { return Before(At(a), At(b)); });
}

void HitSorter::WriteRun() {
  if (places_.empty()) return;
  SortPlaces();
  if (file_ < 0) {
    std::string name = folder_ + "/hits_XXXXXX";
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) throw FileError(folder_, "make");
    ::unlink(name.c_str());
  }
  const uint64_t begin = file_size_;
  std::string out;
  const auto write = [&] {
    for (size_t done = 0; done < out.size();) {
      const ssize_t n = ::pwrite(file_, out.data() + done, out.size() - done,
                                 static_cast<off_t>(file_size_ + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw FileError(folder_, "write");
      done += static_cast<size_t>(n);
    }
    file_size_ += out.size();
    out.clear();
  };
  for (const Place& place : places_) {
    const Hit hit = At(place);
    const Head head{hit.number, place.key_size, place.row_size};
    out.append(reinterpret_cast<const char*>(&head), sizeof head).append(hit.key).append(hit.row);
    if (out.size() >= kMostReadAhead) write();
  }
  write();
  runs_.push_back(std::make_unique<Run>(file_, folder_, begin, file_size_));
  bytes_.clear();
  places_.clear();
}

void HitSorter::Sort() {
  if (runs_.empty()) return SortPlaces();
  WriteRun();
  std::string().swap(bytes_);
  std::vector<Place>().swap(places_);
  const size_t read_ahead = std::clamp(memory_ / 2 / runs_.size(), kLeastReadAhead, kMostReadAhead);
  for (const auto& run : runs_) {
    run->SetReadAhead(read_ahead);
    run->Advance();  // none is empty
  }
  std::make_heap(runs_.begin(), runs_.end(),
                 [](const auto& a, const auto& b) { return Before(b->current(), a->current()); });
}

bool HitSorter::Next(Hit* hit) {
  if (file_ < 0) {
    if (given_ == places_.size()) return false;
    *hit = At(places_[given_++]);
    return true;
  }
  const auto after = [](const auto& a, const auto& b) {
    return Before(b->current(), a->current());
  };
  if (last_ != nullptr && last_->Advance()) {
    runs_.push_back(std::move(last_));
    std::push_heap(runs_.begin(), runs_.end(), after);
  }
  last_.reset();
  if (runs_.empty()) return false;
  std::pop_heap(runs_.begin(), runs_.end(), after);
  last_ = std::move(runs_.back());
  runs_.pop_back();
  *hit = last_->current();
  return true;
}

void HitSorter::Save(StateWriter& to) const {
  to.Put(size_);
  const auto put = [&to](const Hit& hit) {
    to.Put(hit.number);
    to.PutBytes(hit.key);
    to.PutBytes(hit.row);
  };
  if (file_ >= 0) {
    Run all(file_, folder_, 0, file_size_);
    while (all.Advance()) put(all.current());
  }
  for (const Place& place : places_) put(At(place));
}

void HitSorter::Restore(StateReader& from) {
  for (auto n = from.Take<uint64_t>(); n > 0; --n) {
    const auto number = from.Take<uint64_t>();
    const std::string key = from.TakeBytes();
    const std::string row = from.TakeBytes();
    Add({key, number, row});
  }
}

}  // namespace textmill::concordance
