#include "plugins/lib/language-model/model_file.h"

#include <cstring>
#include <vector>

#include "plugins/lib/language-model/row_table.h"
#include "plugins/lib/language-model/rows.h"

namespace textmill::language {
namespace {

class Writer {
 public:
  Writer() : out_(sizeof(FileHead), '\0') {}

  template <class Items>
  FileRange Put(const Items& items) {
    constexpr size_t kLine = 64;
    out_.resize((out_.size() + kLine - 1) / kLine * kLine);
    const auto at = static_cast<uint32_t>(out_.size());
    out_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof items[0]);
    return {at, static_cast<uint32_t>(items.size())};
  }
  std::string Finish(FileHead head) {
    head.size = out_.size();
    std::memcpy(out_.data(), &head, sizeof head);
    return std::move(out_);
  }

 private:
  std::string out_;
};

// How many rows share a bucket, by table: few where a bucket is read for one of them.
constexpr size_t kRowsInBucket[] = {1, 1, 3, 4};

void PutTables(const ScriptData& script, Group group, Writer& writer, FileScript& to) {
  std::vector<RowTableBuilder> builders(ScoreTable::kTables,
                                        RowTableBuilder(RowSize(script.languages.size())));
  for (const Piece& piece : script.pieces) {
    const auto place = ScoreTable::PlaceOf(group, piece.characters, piece.whole);
    builders[place.table].Add(place.bucket, place.hash, piece.scores);
  }
  for (size_t t = 0; t < builders.size(); ++t) {
    std::vector<uint32_t> starts;
    std::string rows;
    builders[t].Finish(builders[t].size() / kRowsInBucket[t] + 1, &starts, &rows);
    to.tables[t] = {writer.Put(starts), writer.Put(rows)};
  }
}

}  // namespace

std::string EncodeModel(const ModelData& data) {
  FileHead head{};
  std::memcpy(head.magic, kModelMagic.data(), kModelMagic.size());
  Writer writer;
  head.letters = writer.Put(data.letters);
  head.pairs = writer.Put(data.pairs);
  for (size_t g = 0; g < kGroups; ++g) {
    const ScriptData& script = data.scripts[g];
    FileScript& to = head.scripts[g];
    to.languages = writer.Put(script.languages);
    to.priors = writer.Put(script.priors);
    to.sharpness = writer.Put(script.sharpness);
    if (script.languages.size() > 1) PutTables(script, static_cast<Group>(g), writer, to);
  }
  return writer.Finish(head);
}

}  // namespace textmill::language
