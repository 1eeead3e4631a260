#include "plugins/lib/readers/encoding/record_encodings.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/encoding/transcoder.h"
#include "textmill/error.hpp"

namespace textmill::encoding {
namespace {

// Whether bytes that come in pieces are UTF-8, and more than ASCII.
class Utf8Watch {
 public:
  void Add(std::string_view bytes, bool last) {
    if (!valid_) return;
    beyond_ascii_ = beyond_ascii_ ||
                    std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
    rest_.append(bytes);
    const size_t whole = last ? rest_.size() : WholeCharacters(rest_);
    valid_ = io::IsUtf8(std::string_view(rest_).substr(0, whole));
    rest_.erase(0, whole);
  }
  bool valid() const { return valid_; }
  bool beyond_ascii() const { return beyond_ascii_; }

 private:
  // Without a character whose other bytes may be still to come.
  static size_t WholeCharacters(std::string_view bytes) {
    for (size_t n = 1; n <= std::min<size_t>(3, bytes.size()); ++n) {
      const auto c = static_cast<unsigned char>(bytes[bytes.size() - n]);
      if ((c & 0xC0) == 0x80) continue;
      const size_t needs = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
      return needs > n ? bytes.size() - n : bytes.size();
    }
    return bytes.size();
  }

  std::string rest_;
  bool valid_ = true, beyond_ascii_ = false;
};

// The next bytes of a file; 0 at its end, or where damage begins: it is told once the file is read.
size_t ReadGood(io::ByteStream* stream, std::vector<char>* to) {
  try {
    return stream->Read(to->data(), to->size());
  } catch (const Error& error) {
    if (error.code() == TEXTMILL_CANCELLED || error.code() == TEXTMILL_NO_MEMORY) throw;
    return 0;
  }
}

// Whether all of a file is valid in this encoding.
bool IsValid(const std::string& encoding, const io::ReadAgain& again) {
  const std::unique_ptr<io::ByteStream> stream = again();
  std::unique_ptr<Transcoder> transcoder;
  if (encoding != "utf-8") transcoder = std::make_unique<Transcoder>(encoding);
  Utf8Watch utf8;
  std::vector<char> content(1 << 20);
  for (;;) {
    const size_t n = ReadGood(stream.get(), &content);
    const std::string_view bytes(content.data(), n);
    if (transcoder == nullptr) {
      utf8.Add(bytes, n == 0);
      if (!utf8.valid()) return false;
    } else if (transcoder->Convert(bytes, n == 0, "", [](std::string_view) {}) !=
               Transcoder::kAllValid) {
      return false;
    }
    if (n == 0) return true;
  }
}

}  // namespace

void RecordEncodings::Attach(io::RecordFiles* files, size_t inputs) {
  names_.assign(inputs, "UTF-8");
  files->DecodeBy([this](uint32_t input, std::string_view front, const io::ReadAgain& again) {
    return Choose(input, front, again);
  });
}

io::Decode RecordEncodings::Choose(uint32_t input, std::string_view front,
                                   const io::ReadAgain& again) {
  const FrontEncoding says = EncodingOfFront(front);
  std::string name = encodings_.names.back();
  if (says.name != nullptr) {
    name = says.name;
    if (name == "utf-32") return nullptr;  // and is refused
    if (says.mark == 0 && !encodings_.recognise_utf16 && encodings_.names[0] != name) {
      throw Error("it seems to be in UTF-16 without a byte order mark")
          .Hint("Say `encoding: " + name + "`.");
    }
  } else {
    for (const std::string& one : encodings_.names) {
      const bool last = &one == &encodings_.names.back();
      const bool hardly = one.starts_with("utf-16") && IsHardlyUtf16(front);
      if (last && hardly) throw Error(kHardlyUtf16);
      if (hardly || (!last && !IsValid(one, again))) continue;
      name = one;
      break;
    }
  }
  counts_.AddFile(name);
  if (name == "utf-8") return nullptr;
  names_[input] = name;
  struct State {
    Transcoder transcoder;
    size_t skip;  // of the byte order mark
    Utf8Watch utf8 = {};
  };
  std::shared_ptr<State> state(new State{Transcoder(name), says.mark});
  return [this, name, state](std::string_view bytes, bool last, Buffer& to) {
    const size_t skip = std::min(state->skip, bytes.size());
    state->skip -= skip;
    bytes.remove_prefix(skip);
    state->utf8.Add(bytes, last);
    state->transcoder.Convert(bytes, last, "\xFF",
                              [&](std::string_view text) { to.Append(text.data(), text.size()); });
    if (last && state->utf8.valid() && state->utf8.beyond_ascii() && !name.starts_with("utf-16"))
      counts_.AddOtherUtf8(name);
  };
}

std::string NotValid(const std::string& encoding, size_t at) {
  return "the record is not valid " + encoding + " (at byte " + std::to_string(at) + " of it)" +
         (encoding == "UTF-8" ? "; if the file's encoding is another, name it by `encoding`" : "");
}

}  // namespace textmill::encoding
