// The ids of kept documents, numbered from 0 in the order in which they are added. One thread at a
// time.
#ifndef TEXTMILL_PLUGINS_DEDUP_ID_LIST_H_
#define TEXTMILL_PLUGINS_DEDUP_ID_LIST_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string_view>

namespace textmill::dedup {

class IdList {
 public:
  void Add(std::string_view id) {
    if (id.size() > room_) {
      room_ = id.size() > kBlock / 4 ? id.size() : kBlock;
      blocks_.push_back(std::make_unique<char[]>(room_));
      at_ = blocks_.back().get();
      bytes_ += room_;
    }
    if (!id.empty()) std::memcpy(at_, id.data(), id.size());
    ids_.push_back({at_, id.size()});
    at_ += id.size();
    room_ -= id.size();
  }
  std::string_view operator[](uint32_t document) const { return ids_[document]; }
  size_t size() const { return ids_.size(); }
  size_t bytes() const { return bytes_ + ids_.size() * sizeof(std::string_view); }

 private:
  static constexpr size_t kBlock = 256 * 1024;
  std::deque<std::string_view> ids_;
  std::deque<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  size_t room_ = 0;
  size_t bytes_ = 0;
};

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_ID_LIST_H_
