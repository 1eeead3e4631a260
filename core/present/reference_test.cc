#include "core/present/reference.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/plugin/testdata/sample.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Reference, HasAnIndexAndAPageForEachFamily) {
  const std::vector<Page> pages = ReferencePages(Registry::Of({&sample::Plugin()}));
  ASSERT_EQ(pages.size(), 3u);
  EXPECT_EQ(pages[0].file, "README.md");
  EXPECT_EQ(pages[1].file, "sample.md");
  EXPECT_THAT(pages[0].text, HasSubstr(R"(# Stages

| stage | kind | what it does |
| --- | --- | --- |
| [`sample`](sample.md#sample) | sink | Writes nothing. |
| [`sample.judge`](sample.md#samplejudge) | transform | Drops what it does not like. |
| [`sample.read`](sample.md#sampleread) | source | Reads nothing. |
)"));
}

TEST(Reference, TellsAllOfAStage) {
  const std::string text = ReferencePages(Registry::Of({&sample::Plugin()}))[1].text;
  EXPECT_THAT(text, HasSubstr(R"(
## sample.judge

Drops what it does not like.

Version 2.1.0, in the plugin `sample-plugin`. A transform; runs on all threads, then in input order; twice where it must see all documents first;)"));
  EXPECT_THAT(text, HasSubstr(R"(
A second paragraph: `code` | and a bar.

```yaml
- uses: sample.judge
  with: { mood: bad }
```

**Parameters**

| parameter | value | default | meaning |
| --- | --- | --- | --- |
| `strict` | true or false | `false` | Whether to be strict. |
)"));
  EXPECT_THAT(text, HasSubstr("| `rules[].name` | text | required | Its name. |\n"));
  EXPECT_THAT(text, HasSubstr("| `patterns` | map of names to texts | optional | Regular"));
  EXPECT_THAT(text, HasSubstr("| `text` | utf8; named by `column` | what is judged |\n"));
  EXPECT_THAT(text, HasSubstr("**Reasons for dropping a document**: `bad`, `worse`\n"));
}

// Bars and line breaks would end a cell.
TEST(Reference, KeepsTablesWhole) {
  textmill_stage stage = *sample::Plugin().stages[2];
  textmill_stage_info info = *stage.info;
  info.summary = "a|b\nc";
  stage.info = &info;
  const textmill_stage* const stages[] = {&stage};
  textmill_plugin plugin = sample::Plugin();
  plugin.stages = stages;
  plugin.n_stages = 1;
  EXPECT_THAT(ReferencePages(Registry::Of({&plugin}))[0].text, HasSubstr("| a\\|b c |\n"));
}

TEST(Reference, IsWrittenIntoAFolder) {
  const Registry registry = Registry::Of({&sample::Plugin()});
  const fs::path folder =
      fs::temp_directory_path() / ("textmill-reference." + std::to_string(getpid()));
  fs::create_directory(folder);
  EXPECT_TRUE(WriteReference(registry, folder).ok());
  std::ifstream file(folder / "sample.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, ReferencePages(registry)[1].text);
  // Not by a program that lacks some of the stages.
  textmill_plugin less = sample::Plugin();
  --less.n_stages;
  const Status refused = WriteReference(Registry::Of({&less}), folder);
  EXPECT_THAT(refused.error().message, HasSubstr("describes stages that no plugin here has: `"));
  EXPECT_TRUE(WriteReference(registry, folder).ok());
  fs::remove(folder / "README.md");
  EXPECT_TRUE(WriteReference(Registry::Of({&less}), folder).ok());
  fs::remove_all(folder);
  EXPECT_THAT(WriteReference(registry, folder).error().message, HasSubstr("No such file"));
}

}  // namespace
}  // namespace textmill::core
