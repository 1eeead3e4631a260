#include "plugins/dedup/store/document_store.h"

#include <cstring>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {
constexpr size_t kRecent = 1024;
constexpr size_t kMostRecentShingles = 512;
}  // namespace

DocumentStore::DocumentStore(const std::string& folder, size_t for_places, size_t for_contents)
    : entries_(folder, for_places), contents_(folder, for_contents), recent_(kRecent) {}

void DocumentStore::Add(std::span<const uint64_t> shingles, std::string_view id) {
  if (size_ == UINT32_MAX)
    throw Error("more than four billion documents are kept, which cannot be numbered");
  const Entry entry{contents_.size(), static_cast<uint32_t>(shingles.size()),
                    static_cast<uint32_t>(id.size())};
  contents_.Append(shingles.data(), shingles.size_bytes());
  padded_.assign(id);
  padded_.resize((id.size() + 7) / 8 * 8);
  contents_.Append(padded_.data(), padded_.size());
  entries_.Append(&entry, sizeof entry);
  ++size_;
}

DocumentStore::Entry DocumentStore::At(uint32_t document) const {
  Entry entry;
  std::memcpy(&entry, entries_.Read(uint64_t{document} * sizeof entry, sizeof entry), sizeof entry);
  return entry;
}

size_t DocumentStore::CountOf(uint32_t document) const {
  const Recent& recent = recent_[document % kRecent];
  return recent.document == document ? recent.shingles.size() : At(document).count;
}

std::span<const uint64_t> DocumentStore::ShinglesOf(uint32_t document) const {
  Recent& recent = recent_[document % kRecent];
  if (recent.document == document) return recent.shingles;
  const Entry entry = At(document);
  // Contents are multiples of eight, and so are the places where they begin in memory and in files.
  const char* bytes = contents_.Read(entry.begin, entry.count * sizeof(uint64_t));
  const std::span shingles(reinterpret_cast<const uint64_t*>(bytes), entry.count);
  if (entry.begin >= contents_.bytes_in_file() || entry.count > kMostRecentShingles)
    return shingles;
  recent.document = document;
  recent.shingles.assign(shingles.begin(), shingles.end());
  return recent.shingles;
}

std::string_view DocumentStore::IdOf(uint32_t document) const {
  const Entry entry = At(document);
  return {contents_.Read(entry.begin + entry.count * sizeof(uint64_t), entry.id_size),
          entry.id_size};
}

size_t DocumentStore::bytes() const {
  size_t sum = entries_.bytes() + contents_.bytes();
  for (const Recent& recent : recent_) sum += recent.shingles.capacity() * sizeof(uint64_t);
  return sum;
}

void DocumentStore::Save(StateWriter& to) const {
  to.Put(size_);
  entries_.Save(to);
  contents_.Save(to);
}

void DocumentStore::Restore(StateReader& from) {
  size_ = from.Take<uint32_t>();
  entries_.Restore(from);
  contents_.Restore(from);
  uint64_t end = 0;  // each document begins where the one before it ends
  bool fits = entries_.size() == uint64_t{size_} * sizeof(Entry);
  for (uint32_t document = 0; fits && document < size_; ++document) {
    const Entry entry = At(document);
    fits = entry.begin == end;
    end += uint64_t{entry.count} * sizeof(uint64_t) + (uint64_t{entry.id_size} + 7) / 8 * 8;
  }
  if (!fits || end != contents_.size()) throw Error("the saved state does not fit together");
}

}  // namespace textmill::dedup
