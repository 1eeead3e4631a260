// read.text, read.html, read.jsonl, read.csv, read.conllu, read.warc, read.mbox and read.auto on
// any file. What they read does not depend on how much they read at once.
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/auto/read_auto.h"
#include "plugins/lib/readers/conllu/read_conllu.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/html/read_html.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "plugins/lib/readers/mbox/read_mbox.h"
#include "plugins/lib/readers/office/read_office.h"
#include "plugins/lib/readers/sqlite/read_sqlite.h"
#include "plugins/lib/readers/text/read_text.h"
#include "plugins/lib/readers/warc/read_warc.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/plugin.hpp"
#include "textmill/testing_runner.hpp"

namespace textmill::fuzz {
namespace {

using testing::Given;
using testing::GivenParams;

void Read(const textmill_stage& stage, GivenParams params, const std::string& name,
          std::string_view content, uint64_t unit) {
  static const io::TempFolder folder;
  params.emplace_back("path", std::vector<std::string>{folder.Write(name, content)});
  const auto whole = testing::AnyStageRunner(stage, params).Read();
  const auto pieces = testing::AnyStageRunner(stage, params).Read(unit);
  Expect(whole.error == pieces.error, "the same error: " + whole.error + " / " + pieces.error);
  Expect(whole.rows == pieces.rows, "the same rows");
  Expect(whole.failures.size() == pieces.failures.size(), "the same failures");
  for (size_t i = 0; i < whole.failures.size(); ++i) {
    const auto &one = whole.failures[i], &other = pieces.failures[i];
    Expect(one.offset == other.offset && one.length == other.length &&
               one.message == other.message && one.record == other.record,
           "the same failure: " + one.message + " / " + other.message);
  }
}

// The first byte of an input is a choice among parameters.
struct Input {
  explicit Input(std::string_view input)
      : choice(input.empty() ? 0 : static_cast<uint8_t>(input[0])),
        content(input.substr(input.empty() ? 0 : 1)) {}
  unsigned choice;
  std::string_view content;
};

}  // namespace

TEXTMILL_FUZZ(read_jsonl) {
  static const textmill_stage stage = internal::MakeStage<jsonl::ReadJsonl>();
  const Input in(input);
  GivenParams params;
  if ((in.choice & 1) != 0) {
    params.emplace_back("fields", Given::Fields({{"text", "body"}, {"title", "meta.title"}}));
    params.emplace_back(
        "types",
        Given::Fields({{"n", "int"}, {"when", "timestamp"}, {"ok", "bool"}, {"share", "float"}}));
  }
  Read(stage, params, "a.jsonl", in.content, 1 + (in.choice >> 1));
}

// An archive as it is, or the XML that would be in one: then a zip around it, or no input made up
// would get through its checksums.
TEXTMILL_FUZZ(read_office) {
  static const io::TempFolder folder;
  static const textmill_stage stages[] = {internal::MakeStage<office::ReadDocxStage>(),
                                          internal::MakeStage<office::ReadOdtStage>(),
                                          internal::MakeStage<office::ReadEpubStage>()};
  static constexpr const char* kNames[][2] = {{"a.docx", "word/document.xml"},
                                              {"a.odt", "content.xml"},
                                              {"a.epub", "META-INF/container.xml"}};
  const Input in(input);
  const size_t kind = in.choice % 3;
  std::string path = folder.Write(kNames[kind][0], in.content);
  if ((in.choice & 0x80) == 0) {
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    const std::string whole(in.content);
    const auto add = [&](const char* name, const std::string& content) {
      zip_file_add(archive, name, zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    };
    static const std::string
        container = "<c><rootfile full-path=\"b.opf\"/></c>",
        package =
            "<p><item id=\"a\" href=\"a\" media-type=\"text/html\"/><itemref idref=\"a\"/></p>";
    if (kind == 2) {
      add("META-INF/container.xml", container);
      add("b.opf", package);
      add("a", whole);
    } else {
      add(kNames[kind][1], whole);
    }
    zip_close(archive);
  }
  const auto out = testing::AnyStageRunner(stages[kind], {{"path", std::vector<std::string>{path}},
                                                          {"unpack_limit", "1MiB"}})
                       .Read();
  Expect(out.rows.size() + out.failures.size() == 1 || !out.error.empty(),
         "one document or failure");
}

// SQLite itself is tested by others; here it is what read.sqlite makes of what it gives. A damaged
// page costs the unit that it is in, so that units may show.
TEXTMILL_FUZZ(read_sqlite) {
  static const textmill_stage stage = internal::MakeStage<sqlite::ReadSqlite>();
  static const io::TempFolder folder;
  const std::string path = folder.Write("a.db", input);
  for (const uint64_t unit : {1 << 20, 200}) {
    testing::AnyStageRunner(stage, {{"path", path}}).Read(unit);
    testing::AnyStageRunner(stage, {{"path", path}, {"query", "SELECT * FROM documents"}})
        .Read(unit);
  }
}

TEXTMILL_FUZZ(read_csv) {
  static const textmill_stage stage = internal::MakeStage<csv::ReadCsv>();
  const Input in(input);
  GivenParams params;
  if ((in.choice & 1) != 0) params.emplace_back("separator", "tab");
  if ((in.choice & 2) != 0) {
    params.emplace_back("header", false);
    params.emplace_back("columns", std::vector<std::string>{"text", "n", "when"});
    params.emplace_back("types", Given::Fields({{"n", "int"}, {"when", "timestamp"}}));
  }
  Read(stage, params, "a.csv", in.content, 1 + (in.choice >> 2));
}

TEXTMILL_FUZZ(read_conllu) {
  static const textmill_stage stage = internal::MakeStage<conllu::ReadConllu>();
  const Input in(input);
  GivenParams params = {
      {"members", std::vector<std::string>{"feats", "head", "form", "multiword", "misc"}}};
  if ((in.choice & 1) != 0) params.emplace_back("documents", "sentences");
  Read(stage, params, "a.conllu", in.content, 1 + (in.choice >> 1));
}

TEXTMILL_FUZZ(read_auto) {
  static const textmill_stage stage = internal::MakeStage<readauto::ReadAuto>();
  static const char* const names[] = {"a",     "a.txt",  "a.jsonl", "a.csv",
                                      "a.tsv", "a.json", "a.warc"};
  const Input in(input);
  Read(stage, {}, names[in.choice % std::size(names)], in.content, 1 + in.choice);
}

TEXTMILL_FUZZ(read_html) {
  static const textmill_stage stage = internal::MakeStage<readhtml::ReadHtml>();
  static const char* const charsets[] = {"", "utf-8", "iso-8859-2", "shift_jis", "gb18030"};
  const Input in(input);
  const char* charset = charsets[in.choice % std::size(charsets)];
  GivenParams params;
  if (*charset != '\0') params.emplace_back("charset", charset);
  Read(stage, params, "a.html", in.content, 7);
}

TEXTMILL_FUZZ(read_mbox) {
  static const textmill_stage stage = internal::MakeStage<mbox::ReadMbox>();
  const Input in(input);
  Read(stage, {}, "a.mbox", in.content, 1 + 16 * in.choice);
}

TEXTMILL_FUZZ(read_warc) {
  static const textmill_stage stage = internal::MakeStage<warc::ReadWarc>();
  const Input in(input);
  GivenParams params = {{"max_record_bytes", 4096}, {"mime", std::vector<std::string>{"*"}}};
  params.emplace_back("revisits", (in.choice & 1) != 0);
  params.emplace_back("verify", (in.choice & 2) != 0);
  Read(stage, params, "a.warc", in.content, 1 + 16 * (in.choice >> 2));
}

TEXTMILL_FUZZ(read_text) {
  static const textmill_stage stage = internal::MakeStage<readtext::ReadText>();
  static const char* const encodings[] = {"auto",         "utf-8",   "utf-16le",  "windows-1252",
                                          "windows-1251", "gb18030", "shift_jis", "euc-kr"};
  const Input in(input);
  Read(stage, {{"encoding", encodings[in.choice % std::size(encodings)]}}, "a.txt", in.content, 7);
}

}  // namespace textmill::fuzz
