// The encodings of files of records, which are decoded while they are read.
//
// A byte order mark has the last word; without one, UTF-16 is recognised where `encoding` is "auto"
// or a list. Of a list, the first encoding counts in which the whole file is valid: so a file is
// read once more for each of them but the last. A record with bytes that are not valid gets a byte
// that UTF-8 does not have, and so fails by itself.
//
// Set and List come first; then Choose is called by one thread, and any may ask.
#ifndef TEXTMILL_PLUGINS_ENCODING_RECORD_ENCODINGS_H_
#define TEXTMILL_PLUGINS_ENCODING_RECORD_ENCODINGS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/encoding/encoding_counts.h"

namespace textmill::encoding {

class RecordEncodings {
 public:
  // Takes the parameter `encoding`. Throws Error, blaming it.
  void Set(const std::vector<std::string>& labels) { encodings_ = EncodingsFrom(labels); }
  // Has `files` decoded, of which there are `inputs`.
  void Attach(io::RecordFiles* files, size_t inputs);
  // The encoding of an input that was opened, for messages: "UTF-8", "shift_jis".
  const std::string& NameOf(uint32_t input) const { return names_[input]; }
  void AppendTo(std::vector<AccountNumber>* account) const {
    counts_.AppendTo(account, encodings_.names.size() > 1);
  }

 private:
  io::Decode Choose(uint32_t input, std::string_view front, const io::ReadAgain& again);

  Encodings encodings_;
  std::vector<std::string> names_;  // by input
  EncodingCounts counts_;
};

// What a record's complaint about bytes that are not valid says: "the record is not valid UTF-8 (at
// byte 7 of it)", and what may help.
std::string NotValid(const std::string& encoding, size_t at);

}  // namespace textmill::encoding

#endif  // TEXTMILL_PLUGINS_ENCODING_RECORD_ENCODINGS_H_
