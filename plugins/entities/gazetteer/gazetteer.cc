#include "plugins/entities/gazetteer/gazetteer.h"

#include <bit>
#include <cstring>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/simd/block.h"

namespace textmill::entities {

const Gazetteer::Slot* Gazetteer::Table::Find(uint64_t hash) const {
  const uint32_t check = static_cast<uint32_t>(hash);
  for (size_t i = hash >> slot_shift;; i = (i + 1) & (slots.size() - 1)) {
    const Slot& slot = slots[i];
    if (!slot.used) return nullptr;
    if (slot.check == check) return &slot;
  }
}

// Two beginnings whose checks are equal may share a slot: all that is found is compared.
Gazetteer::Slot& Gazetteer::Table::FindOrAdd(uint64_t hash) {
  const uint32_t check = static_cast<uint32_t>(hash);
  for (size_t i = hash >> slot_shift;; i = (i + 1) & (slots.size() - 1)) {
    Slot& slot = slots[i];
    if (slot.used && slot.check != check) continue;
    slot.check = check;
    slot.used = 1;
    return slot;
  }
}

size_t Gazetteer::bytes() const {
  size_t sum = text_.capacity() + names_.capacity() * sizeof(Name);
  for (const Table* table : {&exact_, &any_}) {
    sum += table->slots.capacity() * sizeof(Slot) + table->filter.capacity() * sizeof(uint64_t);
  }
  return sum;
}

// The search of one text.
class Gazetteer::Search {
 public:
  Search(const Gazetteer& list, std::string_view text, std::vector<Hit>* hits)
      : list_(list),
        exact_case_(!list.exact_.empty()),
        any_case_(!list.any_.empty()),
        bmp_(BmpClasses()),
        begin_(text.data()),
        end_(text.data() + text.size()),
        from_(text.data()),
        hits_(hits) {}

  void Run() {
    for (const char* p = begin_; p < end_;) p = RunBlock(p);
  }

 private:
  // Looks up the words that begin within 64 bytes; returns where to go on, which is in no word.
  const char* RunBlock(const char* p) {
    const size_t rest = static_cast<size_t>(end_ - p);
    const simd::Block block(p, rest);
    const uint64_t not_ascii = block.NotAscii();
    // Runs of what may be words: characters beyond ASCII are looked at one by one.
    uint64_t runs = block.AsciiWord() | not_ascii;
    while (runs != 0) {
      const int at = std::countr_zero(runs);
      const int size = std::countr_one(runs >> at);
      const char* begin = p + at;
      if (at + size == 64 && rest > 64) {  // it may go on
        if (at > 0) return begin;
        const char* run_end = RunEnd(p + 64);
        LookAtRun(begin, run_end);
        return run_end;
      }
      const uint64_t bits = (size == 64 ? ~uint64_t{0} : (uint64_t{1} << size) - 1) << at;
      if ((not_ascii & bits) == 0) {
        LookAt(begin, begin + size);
      } else {
        LookAtRun(begin, begin + size);
      }
      runs &= ~bits;
    }
    return rest > 64 ? p + 64 : end_;
  }

  const char* RunEnd(const char* p) const {
    while (p < end_) {
      const simd::Block block(p, static_cast<size_t>(end_ - p));
      const int size = std::countr_one(block.AsciiWord() | block.NotAscii());
      p += size;
      if (size < 64) break;
    }
    return p;
  }

  // The tokens of a run in which not all is ASCII.
  void LookAtRun(const char* p, const char* run_end) {
    while (p < run_end) {
      const DecodedChar d = DecodeUtf8(p, end_);
      if (!InWord(ClassOf(bmp_, d.code_point))) {
        p += d.size;
        continue;
      }
      const char* token_end = TokenEnd(bmp_, p, end_);
      LookAt(p, token_end);
      p = token_end;
    }
  }

  void LookAt(const char* token, const char* token_end) {
    if (token < from_) return;
    const size_t size = static_cast<size_t>(token_end - token);
    if (size > kMaxKey) return;
    found_ = nullptr;
    if (exact_case_) {
      const uint64_t hash = hash::HashOn(hash::kSeed, token, size, end_ - token_end >= 7);
      if (list_.exact_.MayBegin(hash)) {
        if (const Slot* slot = list_.exact_.Find(hash)) {
          key_.size = 0;
          AppendToken(token, token_end, false, &key_);
          Walk(list_.exact_, false, hash, slot, token, token_end);
        }
      }
    }
    if (any_case_) {
      key_.size = 0;
      if (!AppendToken(token, token_end, true, &key_)) return;
      const uint64_t hash = hash::HashOn(hash::kSeed, key_.bytes, key_.size);
      if (list_.any_.MayBegin(hash)) {
        if (const Slot* slot = list_.any_.Find(hash)) {
          Walk(list_.any_, true, hash, slot, token, token_end);
        }
      }
    }
    if (found_ == nullptr) return;
    hits_->push_back({static_cast<uint32_t>(found_begin_ - begin_),
                      static_cast<uint32_t>(found_end_ - begin_), found_->payload});
    from_ = found_end_;
  }

  // Follows the names that begin with a token as far as the text does. `slot`, `hash` and key_ are
  // those of the token.
  void Walk(const Table& table, bool lower, uint64_t hash, const Slot* slot, const char* token,
            const char* token_end) {
    while (true) {
      for (uint32_t i = slot->name; i != 0; i = list_.names_[i - 1].next) {
        TryName(list_.names_[i - 1], token, token_end);
      }
      if (!slot->more) return;
      const size_t separator_key = key_.size;
      const char* p = ReadSeparator(bmp_, token_end, end_, &key_);
      if (p == nullptr) return;
      hash = hash::HashOn(hash, key_.bytes + separator_key, key_.size - separator_key);
      token_end = TokenEnd(bmp_, p, end_);
      const size_t token_key = key_.size;
      if (!AppendToken(p, token_end, lower, &key_)) return;
      hash = hash::HashOn(hash, key_.bytes + token_key, key_.size - token_key);
      slot = table.Find(hash);
      if (slot == nullptr) return;
    }
  }

  // Keeps the name if it is here and is the longest so far.
  void TryName(const Name& name, const char* begin, const char* end) {
    const char* lead = list_.text_.data() + name.begin;
    const char* key = lead + name.lead_size;
    const char* trail = key + name.key_size;
    if (key_.size != name.key_size || std::memcmp(key_.bytes, key, name.key_size) != 0) return;
    if (begin - from_ < name.lead_size || end_ - end < name.trail_size) return;
    begin -= name.lead_size;
    if (std::memcmp(begin, lead, name.lead_size) != 0) return;
    if (std::memcmp(end, trail, name.trail_size) != 0) return;
    end += name.trail_size;
    if (name.lead_size > 0 && begin > begin_ && InWordBefore(begin)) return;
    if (name.trail_size > 0 && end < end_ && InWordAt(end)) return;
    if (name.trail_size == 0 && IsNot(end)) return;
    if (found_ != nullptr) {  // the longest, then the one named first
      const auto size = end - begin, best = found_end_ - found_begin_;
      if (size < best || (size == best && found_->payload <= name.payload)) return;
    }
    found_ = &name;
    found_begin_ = begin;
    found_end_ = end;
  }

  bool InWordAt(const char* p) const {
    return InWord(ClassOf(bmp_, DecodeUtf8(p, end_).code_point));
  }
  bool InWordBefore(const char* p) const {
    return InWord(ClassOf(bmp_, DecodeUtf8Before(begin_, p).code_point));
  }
  // The 't of `Don't`, which is no possessive of Don.
  bool IsNot(const char* p) const {
    if (p == end_ || (*p != '\'' && static_cast<unsigned char>(*p) < 0x80)) return false;
    const DecodedChar d = DecodeUtf8(p, end_);
    if (ClassOf(bmp_, d.code_point) != Char::kApostrophe) return false;
    p += d.size;
    return p < end_ && (*p == 't' || *p == 'T') && (p + 1 == end_ || !InWordAt(p + 1));
  }

  const Gazetteer& list_;
  const bool exact_case_, any_case_;
  const Char* bmp_;
  const char* begin_;
  const char* end_;
  const char* from_;  // the end of the last name
  std::vector<Hit>* hits_;
  Key key_;
  const Name* found_ = nullptr;
  const char* found_begin_ = nullptr;
  const char* found_end_ = nullptr;
};

void Gazetteer::Find(std::string_view text, std::vector<Hit>* hits) const {
  if (!names_.empty()) Search(*this, text, hits).Run();
}

}  // namespace textmill::entities
