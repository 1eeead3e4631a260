// Gazetteer files: what names mean, and how the files are read.
//
// A file is TSV (`.tsv`) or CSV (`.csv`), in UTF-8, with a header line. The columns `name` and
// `type` are required; `canonical`, `id`, `case` (`exact`, `capitals` or `any`), `needs`, `home`
// and `language` may be there, in any order.
//
// Loading is done on one thread; a loaded NameList is constant and any thread may read it.
#ifndef TEXTMILL_PLUGINS_ENTITIES_NAMES_H_
#define TEXTMILL_PLUGINS_ENTITIES_NAMES_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "plugins/entities/gazetteer/gazetteer.h"

namespace textmill::entities {

// What a name means. The strings belong to the NameList.
struct Meaning {
  std::string_view type, canonical, id;
};

class NameList {
 public:
  // Called with a sentence for people, once for each kind of blemish in a file.
  using Warn = std::function<void(const std::string&)>;

  // Reads a file; its names come after those of files read before. Throws Error, naming file and
  // line, when it cannot be read or is no gazetteer.
  void Load(const std::string& path, const Warn& warn);
  // The same, of a file's content.
  void Parse(const std::string& path, std::string_view content, const Warn& warn);
  // To be called once all files are loaded.
  void Finish();

  const Gazetteer& gazetteer() const { return gazetteer_; }
  Meaning meaning(uint32_t payload) const {
    const Entry& entry = entries_[payload];
    return {strings_[entry.type], strings_[entry.canonical], strings_[entry.id]};
  }
  // Canonical names without which a document does not say that the name is that of its meaning, and
  // those of the places in which a city lies; empty where nothing is asked. Indices as canonical()
  // has them.
  using Canonicals = std::vector<uint32_t>;
  const Canonicals& needs(uint32_t payload) const { return lists_[entries_[payload].needs]; }
  const Canonicals& home(uint32_t payload) const { return lists_[entries_[payload].home]; }
  uint32_t canonical(uint32_t payload) const { return entries_[payload].canonical; }
  const std::string& file(uint32_t payload) const { return files_[entries_[payload].file]; }
  // How many names there are. Those of a file have the payloads that come next.
  uint32_t size() const { return static_cast<uint32_t>(entries_.size()); }
  size_t bytes() const;  // of memory, about

 private:
  struct Entry {
    uint32_t type, canonical, id;  // in strings_
    uint32_t file, line;
    uint32_t needs, home;  // in lists_
  };
  struct Row;
  struct Blemishes;  // of a file
  void AddRow(const Row& row, Blemishes* blemishes);
  void NoteRepeated(const Row& row, uint32_t payload, Blemishes* blemishes) const;
  uint32_t InternList(std::string_view cell);
  uint32_t Intern(std::string_view string);

  GazetteerBuilder builder_;
  Gazetteer gazetteer_;
  std::vector<Entry> entries_;
  std::deque<std::string> strings_;
  absl::flat_hash_map<std::string_view, uint32_t> interned_;
  std::vector<std::string> files_;
  std::vector<Canonicals> lists_ = {{}};
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_NAMES_H_
