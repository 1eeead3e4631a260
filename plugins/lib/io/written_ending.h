// Refuses a name that says of a file that it is something else than its writer makes: a table of
// CSV called `people.jsonl`, which no reader would take for what it is.
//
// A pure function; any thread.
#ifndef TEXTMILL_PLUGINS_IO_WRITTEN_ENDING_H_
#define TEXTMILL_PLUGINS_IO_WRITTEN_ENDING_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::io {

// `own`: the endings of what the writer makes, which is `format`. Endings that say nothing, such as
// .txt, go with any of them. Throws Error.
inline void RefuseOtherEnding(std::string_view path, const std::string& format,
                              std::initializer_list<std::string_view> own) {
  constexpr std::pair<std::string_view, const char*> kOthers[] = {
      {".csv", "write.csv"},       {".tsv", "write.csv"},
      {".json", "write.json"},     {".jsonl", "write.jsonl"},
      {".ndjson", "write.jsonl"},  {".parquet", "write.parquet"},
      {".arrow", "write.arrow"},   {".db", "write.sqlite"},
      {".sqlite", "write.sqlite"}, {".sqlite3", "write.sqlite"},
      {".gexf", "write.gexf"},     {".graphml", "write.graphml"},
      {".svg", "write.svg"},       {".xlsx", nullptr},
      {".xls", nullptr},           {".ods", nullptr},
      {".docx", nullptr},          {".pdf", nullptr},
  };
  std::string name(path);
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  for (const std::string_view packed : {".gz", ".zst", ".zstd"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  for (const auto& [ending, writer] : kOthers) {
    if (!name.ends_with(ending) || std::find(own.begin(), own.end(), ending) != own.end()) continue;
    throw Error("`" + std::string(path) + "` is no name for " + format)
        .Parameter("path")
        .Hint(writer != nullptr
                  ? "files that end in " + std::string(ending) + " are made by " + writer
                  : "no stage writes " + std::string(ending) +
                        "; spreadsheets and word processors open what write.csv writes");
  }
}

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_WRITTEN_ENDING_H_
