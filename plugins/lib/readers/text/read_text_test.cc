#include "plugins/lib/readers/text/read_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <random>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"
#include "textmill/utf8.hpp"

namespace textmill::readtext {
namespace {

using namespace std::string_literals;
using io::TempFolder;
using ::testing::HasSubstr;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

ReadOutcome ReadPaths(const std::vector<std::string>& paths, const std::string& encoding = "auto") {
  return StageRunner<ReadText>({{"path", paths}, {"encoding", encoding}}).Read();
}

// The text of a file with these bytes, or why there is none.
std::string Text(const std::string& bytes, const std::string& encoding = "auto") {
  TempFolder folder;
  const ReadOutcome out = ReadPaths({folder.Write("a.txt", bytes)}, encoding);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size() + out.failures.size(), 1u);
  if (out.rows.empty()) {
    EXPECT_EQ(out.failures[0].record, bytes);
    return out.failures[0].message;
  }
  const std::string shown = out.rows[0].at("text");
  return shown.substr(1, shown.size() - 2);
}

std::string Utf16(const std::u16string& text, bool big) {
  std::string out;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

TEST(ReadText, OneFileIsOneDocument) {
  TempFolder folder;
  const std::string b = folder.Write("b.txt", "Bé\r\n"), a = folder.Write("a.text", "");
  folder.Write("c.md", "not taken");
  const ReadOutcome out = ReadPaths({folder.path()});
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].at("id"), "\"" + a + "\"");
  EXPECT_EQ(out.rows[0].at("text"), "\"\"");
  EXPECT_EQ(out.rows[1].at("source"), "\"" + b + "\"");
  EXPECT_EQ(out.rows[1].at("text"), "\"Bé\r\\n\"");
  EXPECT_EQ(out.rows[1].at("@length"), "5");
}

TEST(ReadText, DecodesByByteOrderMark) {
  EXPECT_EQ(Text("\xEF\xBB\xBFé"), "é");
  EXPECT_EQ(Text("\xEF\xBB\xBFé", "windows-1252"), "é");
  EXPECT_EQ(Text("\xEF\xBB\xBF"), "");
  const std::u16string text = u"\uFEFFa é € \U0001F600.";
  EXPECT_EQ(Text(Utf16(text, false)), "a é € 😀.");
  EXPECT_EQ(Text(Utf16(text, true)), "a é € 😀.");
  EXPECT_EQ(Text(Utf16(text, true), "utf-16le"), "a é € 😀.");
  EXPECT_EQ(Text("\xFF\xFE"), "");
}

TEST(ReadText, ShortTextsAreNotTakenForUtf16) {
  for (const char* text : {"a", "ab", "abc", "é", "abcd"}) EXPECT_EQ(Text(text), text);
  EXPECT_EQ(Text("abcdefghi\0"s), "abcdefghi\0"s);
}

TEST(ReadText, DecodesAsTold) {
  EXPECT_EQ(Text(Utf16(u"aé", false), "utf-16le"), "aé");
  EXPECT_EQ(Text(Utf16(u"aé", true), "utf-16be"), "aé");
  EXPECT_EQ(Text("\x93"
                 "caf\xE9\x94 \x80",
                 "windows-1252"),
            "“café” €");
  EXPECT_EQ(Text("\xA4", "iso-8859-15"), "€");
  EXPECT_EQ(Text("\xEF\xF0", "windows-1251"), "пр");
  EXPECT_EQ(Text("\xC4\xE3", "gb18030"), "你");
}

TEST(ReadText, CountsFilesByEncoding) {
  TempFolder folder;
  folder.Write("a.txt", "Über");
  folder.Write("b.txt",
               "\xDC"
               "ber");
  folder.Write("c.txt", Utf16(u"Über", false));
  folder.Write("d.txt", "Uber");
  const auto account = [&](const std::vector<std::string>& encoding) {
    const auto list = [](uint32_t type, const std::vector<std::string>& texts) {
      Value value{textmill_value{}};
      value.type = TEXTMILL_LIST;
      for (const std::string& text : texts) {
        textmill_value item{};
        item.type = type;
        item.string = {text.data(), text.size()};
        value.items.emplace_back(item);
      }
      return value;
    };
    ReadText stage;
    stage.path.Set(list(TEXTMILL_PATH, {folder.path()}));
    stage.encoding.Set(list(TEXTMILL_STRING, encoding));
    Binder binder({});
    stage.BindAll(binder);
    stage.ListInputs();
    int64_t failed = 0;
    const auto lane = stage.NewLane();
    for (Unit unit; stage.NextUnit(1000, unit);) {
      textmill_unit raw{};
      raw.input = unit.input;
      raw.end = unit.end;
      Rows rows(stage);
      stage.ReadUnit(UnitView(raw), rows, lane.get());
      textmill_rows out{};
      rows.Export(&out);
      failed += out.failures.length;
      for (ArrowArray* array : {&out.columns, &out.origins, &out.failures}) {
        if (array->release != nullptr) array->release(array);
      }
    }
    std::string all;
    for (const AccountNumber& number : stage.Account())
      all += number.group + " " + number.name + " " + std::to_string(number.n) + "; ";
    return all + std::to_string(failed);
  };
  EXPECT_EQ(account({"utf-8", "latin-1"}),
            "files by encoding utf-16le 1; files by encoding utf-8 2; "
            "files by encoding windows-1252 1; 0");
  EXPECT_EQ(account({"latin-1"}),
            "files by encoding windows-1252 3; "
            "valid UTF-8 with more than ASCII, but read as windows-1252 1; 1");
  EXPECT_EQ(account({"utf-8"}), "2");
}

TEST(ReadText, DecodesLongTextInPieces) {
  std::mt19937 random(16);
  std::u16string wide = u"\uFEFF";
  std::string narrow;
  for (int i = 0; i < 60000; ++i) {
    char room[4];
    char32_t c = random() % (i % 2 == 0 ? 0x80 : 0x110000);
    if ((c >= 0xD800 && c < 0xE000) || c == '"' || c == '\\' || c < 0x20) c = 'x';
    narrow.append(room, EncodeUtf8(c, room));
    if (c < 0x10000) {
      wide += static_cast<char16_t>(c);
    } else {
      wide += static_cast<char16_t>(0xD7C0 + (c >> 10));
      wide += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  EXPECT_EQ(Text(Utf16(wide, false)), narrow);
  EXPECT_EQ(Text(Utf16(wide, true)), narrow);
}

TEST(ReadText, SaysWhyAFileIsNoText) {
  EXPECT_EQ(Text("abc\xE9 d"),
            "the text is not valid UTF-8 (at byte 3); if its encoding is another, name it: "
            "`encoding: windows-1252`");
  EXPECT_THAT(Text("\xEF\xBB\xBF"
                   "abc\xE9 d"),
              HasSubstr("(at byte 6)"));
  EXPECT_THAT(Text("BZh91AY&SY\xFF packed"), HasSubstr("a bzip2 file"));
  EXPECT_THAT(Text(Utf16(u"\uFEFFab\xD800z", false)), HasSubstr("not valid utf-16le (at byte 6)"));
  EXPECT_THAT(Text(Utf16(u"\uFEFFab\xDC00z", true)), HasSubstr("not valid utf-16be (at byte 6)"));
  EXPECT_THAT(Text(Utf16(u"\uFEFFab\xD800", false)), HasSubstr("(at byte 6)"));
  EXPECT_THAT(Text("\xFF\xFE"
                   "a\0b"s),
              HasSubstr("not valid utf-16le (at byte 4)"));
  EXPECT_THAT(Text("\xFF\xFE\0\0a\0\0\0"s), HasSubstr("UTF-32"));
  EXPECT_THAT(Text(Utf16(u"plain", false), "latin-1"), HasSubstr("say `encoding: utf-16le`"));
  EXPECT_THAT(Text("\xFF", "utf-8"), HasSubstr("not valid UTF-8"));
  EXPECT_THAT(Text("\x81", "cp932"), HasSubstr("not valid shift_jis (at byte 0)"));
}

TEST(ReadText, AFileThatIsTooLongOrNoneFailsAlone) {
  TempFolder folder;
  folder.Write("a.txt", "a");
  std::filesystem::resize_file(folder.Write("b.txt", "x"), (64 << 20) + 1);
  ASSERT_EQ(::mkfifo((folder / "c.txt").c_str(), 0600), 0);
  std::filesystem::create_directory(folder / "d.txt");
  folder.Write("e.txt", "e");
  const ReadOutcome out = ReadPaths({folder / "*.txt"});
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 2u);
  ASSERT_EQ(out.failures.size(), 2u);
  EXPECT_THAT(out.failures[0].message, HasSubstr("too long: 64.0 MiB"));
  EXPECT_EQ(out.failures[0].record.size(), size_t{64} << 10);
  EXPECT_THAT(out.failures[1].message, HasSubstr("a pipe or a device"));
}

TEST(ReadText, AFileThatVanishesFailsAlone) {
  TempFolder folder;
  const std::string gone = folder.Write("a.txt", "a");
  textmill_value paths{}, item{};
  paths.type = TEXTMILL_LIST;
  paths.items = &item;
  paths.n_items = 1;
  item.type = TEXTMILL_PATH;
  item.string = {gone.data(), gone.size()};
  ReadText stage;
  stage.path.Set(Value(paths));
  Binder binder({});
  stage.BindAll(binder);
  ASSERT_EQ(stage.ListInputs().size(), 1u);
  std::filesystem::remove(gone);

  Unit unit;
  ASSERT_TRUE(stage.NextUnit(1000, unit));
  textmill_unit raw{};
  raw.end = unit.end;
  Rows rows(stage);
  stage.ReadUnit(UnitView(raw), rows, stage.NewLane().get());
  textmill_rows out{};
  rows.Export(&out);
  EXPECT_EQ(out.columns.length, 0);
  ASSERT_EQ(out.failures.length, 1);
  EXPECT_EQ(BytesView(out.failures.children[2], 0, 1)[0],
            "the file cannot be read: it cannot be opened: No such file or directory");
  Buffer record;
  stage.ReadRecord(UnitView(raw), 0, 0, record);
  EXPECT_EQ(record.size(), 0u);
  out.columns.release(&out.columns);
  out.origins.release(&out.origins);
  out.failures.release(&out.failures);
}

TEST(ReadText, RefusesStandardInput) {
  EXPECT_THAT(ReadPaths({"-"}).error, HasSubstr("standard input"));
}

}  // namespace
}  // namespace textmill::readtext
