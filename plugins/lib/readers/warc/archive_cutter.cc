#include "plugins/lib/readers/warc/archive_cutter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace textmill::warc {
namespace {

constexpr size_t kLooked = 4 << 10;    // most heads are shorter
constexpr size_t kSearched = 1 << 20;  // for the first record of a damaged archive

std::string_view SkipLineEnds(std::string_view bytes) {
  return bytes.substr(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
}

// The next head in `bytes` that is at the front of a line, from `from` on; npos when there is none.
// Where more bytes follow, those in which a head may be cut off are left to the next search.
size_t FindHead(std::string_view bytes, size_t from, Format format, bool last) {
  RecordHead head;
  if (format == Format::kArc && from > 0 && bytes[from - 1] != '\n') {
    from = bytes.find('\n', from);
    if (from++ == bytes.npos) return bytes.npos;
  }
  while (from < bytes.size()) {
    if (format == Format::kWarc) {
      from = bytes.find("WARC/", from);
      if (from == bytes.npos) return from;
      if (from > 0 && bytes[from - 1] != '\n' && bytes[from - 1] != '\r') {
        ++from;
        continue;
      }
    }
    const std::string_view here = bytes.substr(from);
    if (!last && here.size() < kLongestHead) return bytes.npos;
    if (ParseHead(here, format, &head)) return from;
    if (format == Format::kWarc) {
      ++from;
    } else {
      const size_t line = bytes.find('\n', from);
      if (line == bytes.npos) return line;
      from = line + 1;
    }
  }
  return bytes.npos;
}

}  // namespace

std::optional<Format> FormatOfArchive(std::string_view front) {
  front = SkipLineEnds(front);
  if (MayBeHead(front, Format::kWarc)) return Format::kWarc;
  if (MayBeHead(front, Format::kArc)) return Format::kArc;
  return std::nullopt;
}

ArchiveCutter::ArchiveCutter(std::unique_ptr<ArchiveContent> content, size_t longest)
    : content_(std::move(content)), longest_(longest) {
  const std::string_view front = content_->At(0, kLooked);
  if (const auto format = FormatOfArchive(front)) {
    format_ = *format;
    return;
  }
  if (SkipLineEnds(front).empty()) return;
  // Its front may be damaged.
  const std::string_view more = content_->At(0, kSearched).substr(0, kSearched);
  if (FindHead(more, 0, Format::kWarc, true) != more.npos) return;
  if (const Error* fault = content_->fault(); fault != nullptr && more.size() < kLooked) return;
  throw Error("it is no archive: it begins neither with a record of WARC nor with one of ARC");
}

bool ArchiveCutter::Next(uint64_t want_bytes, Unit& unit) {
  const uint64_t want = std::max<uint64_t>(want_bytes, 1);
  content_->Forget(at_);
  if (at_ == 0) {  // line ends in front of the first record go with it
    const std::string_view front = content_->At(0, kLooked);
    const size_t blank = front.size() - SkipLineEnds(front).size();
    if (blank > 0 && blank < front.size()) at_ = blank;
  }
  if (content_->Reach(at_ + 1) == at_) {
    if (content_->fault() == nullptr) return false;
    Error why = *content_->fault();
    uint64_t stored;
    if (!content_->Resume(&stored)) throw io::CutFailed(why, at_);
    Error told(std::string(why.what()) + "; reading goes on at byte " + std::to_string(stored) +
               " of the file");
    throw io::CutFailed(told, at_++, /*goes_on=*/true);
  }
  unit.begin = at_;
  unit.flags = format_ == Format::kArc ? kArc : 0;
  uint64_t end = at_;
  while (end - at_ < want) {
    const std::optional<uint64_t> next = EndOf(end);
    if (!next || (end > at_ && *next - at_ > want)) break;
    end = *next;
    if (content_->Reach(end + 1) == end) break;
  }
  if (end == at_) {
    CutWrong(unit);
    end = unit.end;
    unit.has_payload = (unit.flags & io::kTooLong) != 0;
    if (unit.has_payload) unit.payload = std::exchange(front_, Buffer());
  }
  if (!unit.has_payload) content_->Give(at_, end, unit);
  unit.end = at_ = end;
  unit.consumed = content_->Stored(end);
  return true;
}

bool ArchiveCutter::HeadAt(uint64_t at, RecordHead* head) {
  if (ParseHead(content_->At(at, kLooked), format_, head)) return true;
  if (!MayBeHead(content_->At(at, kLooked), Format::kWarc) && format_ == Format::kWarc)
    return false;
  return ParseHead(content_->At(at, kLongestHead), format_, head);
}

// Goes over line ends; whether a record, or a good end, is there.
bool ArchiveCutter::IsGoodEnd(uint64_t* at) {
  const uint64_t begin = *at;
  while (true) {
    const std::string_view here = content_->At(*at, kLooked), rest = SkipLineEnds(here);
    *at += here.size() - rest.size();
    if (*at - begin > longest_) {  // all of them are in memory
      *at = begin;
      return false;
    }
    if (!rest.empty()) {
      const std::string_view next = content_->At(*at, kLooked);
      // Damage may leave only the front of the next head.
      const bool cut_off = next.size() < kLooked && content_->fault() != nullptr;
      const bool front = format_ == Format::kWarc ? std::string_view("WARC/").starts_with(next)
                                                  : next.find('\n') == next.npos;
      return MayBeHead(next, format_) || (cut_off && front);
    }
    if (here.empty()) return !content_->doubtful();
  }
}

std::optional<uint64_t> ArchiveCutter::EndOf(uint64_t at) {
  if (!HeadAt(at, &head_) || !head_.length) return std::nullopt;
  if (*head_.length > longest_ || head_.size + *head_.length > longest_) return std::nullopt;
  uint64_t end = at + head_.size + *head_.length;
  if (content_->Reach(end) < end) return std::nullopt;
  if (!IsGoodEnd(&end)) return std::nullopt;
  return end;
}

// The next head from there on, or the end of the stretch. What is before it is given up, but for
// its front, once it is more than a record may have.
uint64_t ArchiveCutter::NextHead(uint64_t from) {
  constexpr size_t kStep = 256 << 10;
  while (true) {
    if (from - at_ > longest_) {
      Keep(at_);
      content_->Forget(from - 1);
    }
    // From the byte before, which tells whether a line begins here.
    const uint64_t begin = from > at_ ? from - 1 : from;
    const std::string_view bytes = content_->At(begin, kStep + kLongestHead);
    const bool last = bytes.size() < kStep + kLongestHead;
    const size_t found = FindHead(bytes, static_cast<size_t>(from - begin), format_, last);
    if (found != bytes.npos) return begin + found;
    if (last) return std::max(from, begin + bytes.size());
    from = begin + bytes.size() - kLongestHead;
  }
}

// The front of what is too long to be in a unit.
void ArchiveCutter::Keep(uint64_t from) {
  if (front_.size() > 0) return;
  const std::string_view bytes = content_->At(from, io::kKeptOfLongRecord);
  front_.Append(bytes.data(), std::min(bytes.size(), io::kKeptOfLongRecord));
}

void ArchiveCutter::CutWrong(Unit& unit) {
  front_.Clear();
  if (HeadAt(at_, &head_)) {
    unit.end = EndOfWrong(&unit.flags);
  } else {
    unit.end = NextHead(at_ + 1);
    unit.flags |= kNoRecord;
  }
  if (unit.end - at_ > longest_) {
    Keep(at_);
    unit.flags |= io::kTooLong;
  }
}

uint64_t ArchiveCutter::EndOfWrong(uint32_t* flags) {
  const uint64_t block = at_ + head_.size;
  const uint64_t stated = block + head_.length.value_or(0);
  const bool too_long = stated - at_ > longest_;
  if (too_long) {
    Keep(at_);
    content_->Forget(stated - 1);
  }
  const uint64_t reached = content_->Reach(stated);
  if (reached == stated && head_.length) {
    uint64_t end = stated;
    if (IsGoodEnd(&end)) return end;
    if (content_->At(end, 1).empty()) {
      *flags |= kDoubtful;
      return end;
    }
  }
  const bool forgotten = too_long && !content_->can_go_back();
  const uint64_t end = NextHead(forgotten ? reached : block);
  const bool last = content_->At(end, 1).empty();
  *flags |= last && content_->doubtful() ? kDoubtful
            : last && reached < stated   ? kCutOff
                                         : kWrongLength;
  return end;
}

}  // namespace textmill::warc
