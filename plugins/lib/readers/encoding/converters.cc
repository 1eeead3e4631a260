#include "plugins/lib/readers/encoding/converters.h"

#include <algorithm>
#include <unordered_map>

namespace textmill::encoding {
namespace {

using Instead = Converter::Instead;
using Range = Converter::Range;
using Missing = Converter::Missing;

// IBM's code pages turn three control characters round.
constexpr Instead kControls[] = {{0x1A, 0x7F}, {0x1C, 0x1A}, {0x7F, 0x1C}};
// ICU does not know iso-8859-16; seen from iso-8859-1.
constexpr Instead kIso8859_16[] = {
    {0xA1, 0x104}, {0xA2, 0x105}, {0xA3, 0x141},  {0xA4, 0x20AC}, {0xA5, 0x201E}, {0xA6, 0x160},
    {0xA8, 0x161}, {0xAA, 0x218}, {0xAC, 0x179},  {0xAE, 0x17A},  {0xAF, 0x17B},  {0xB2, 0x10C},
    {0xB3, 0x142}, {0xB4, 0x17D}, {0xB5, 0x201D}, {0xB8, 0x17E},  {0xB9, 0x10D},  {0xBA, 0x219},
    {0xBC, 0x152}, {0xBD, 0x153}, {0xBE, 0x178},  {0xBF, 0x17C},  {0xC3, 0x102},  {0xC5, 0x106},
    {0xD0, 0x110}, {0xD1, 0x143}, {0xD5, 0x150},  {0xD7, 0x15A},  {0xD8, 0x170},  {0xDD, 0x118},
    {0xDE, 0x21A}, {0xE3, 0x103}, {0xE5, 0x107},  {0xF0, 0x111},  {0xF1, 0x144},  {0xF5, 0x151},
    {0xF7, 0x15B}, {0xF8, 0x171}, {0xFD, 0x119},  {0xFE, 0x21B}};
constexpr Instead kKoi8U[] = {{0x255D, 0x45E}, {0x256C, 0x40E}};
// ICU has private characters where the 2022 edition has none.
constexpr Instead kGb18030[] = {
    {0xE5E5, 0x3000}, {0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13},
    {0xE791, 0xFE14}, {0xE792, 0xFE15}, {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18},
    {0xE796, 0xFE19}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5}, {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7},
    {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB}};
constexpr Instead kBig5[] = {
    {0xF303, 0x31C0},      {0xF304, 0x31C1},      {0xF305, 0x31C2},      {0xF306, 0x31C3},
    {0xF307, 0x31C4},      {0xF309, 0x31C5},      {0xF30C, 0x31C6},      {0xF30D, 0x31C7},
    {0xF310, 0x31C8},      {0xF312, 0x31C9},      {0xF313, 0x31CA},      {0xF314, 0x31CB},
    {0xF315, 0x31CC},      {0xF317, 0x31CD},      {0xF318, 0x31CE},      {0xF325, 0xCA, 0x304},
    {0xF327, 0xCA, 0x30C}, {0xF344, 0xEA, 0x304}, {0xF346, 0xEA, 0x30C}, {0xF34A, 0x23DA},
    {0xF34B, 0x23DB},      {0xF57A, 0x9FA6},      {0xF5A4, 0x9FA7},      {0xF5AB, 0x9FA8},
    {0xF5CC, 0x9FA9},      {0xF5CE, 0x9FAA},      {0xF5D0, 0x9FAB},      {0xF5D5, 0x9FAC},
    {0xF5EC, 0x9FAD},      {0xF5ED, 0x9FAE},      {0xF5EF, 0x9FAF},      {0xF602, 0x9FB2},
    {0xF61C, 0x9FB3},      {0xF7E5, 0x31CF},      {0xF7EB, 0x9FB0},      {0xF7ED, 0x9FB1}};

constexpr Range kWindows1253[] = {{0xAA, 0xAA}};
constexpr Range kWindows874[] = {{0xF8C1, 0xF8C8}};
constexpr Range kEucKr[] = {{0x80, 0x80}, {0xE000, 0xF8FF}};
constexpr Range kEucJp[] = {{0x80, 0x9F}, {0xA2, 0xA3}, {0xAC, 0xAC}};
constexpr Range kPrivate[] = {{0xE000, 0xF8FF}};

constexpr Missing kWindows1255[] = {{"\xCA", 0x5BA}};
constexpr Missing kShiftJis[] = {{"\x80", 0x80}};
constexpr Missing kEuro[] = {{"\x80", 0x20AC}};
// Pictures of control characters.
constexpr Missing kBig5Missing[] = {
    {"\xA3\xC0", 0x2400}, {"\xA3\xC1", 0x2401}, {"\xA3\xC2", 0x2402}, {"\xA3\xC3", 0x2403},
    {"\xA3\xC4", 0x2404}, {"\xA3\xC5", 0x2405}, {"\xA3\xC6", 0x2406}, {"\xA3\xC7", 0x2407},
    {"\xA3\xC8", 0x2408}, {"\xA3\xC9", 0x2409}, {"\xA3\xCA", 0x240A}, {"\xA3\xCB", 0x240B},
    {"\xA3\xCC", 0x240C}, {"\xA3\xCD", 0x240D}, {"\xA3\xCE", 0x240E}, {"\xA3\xCF", 0x240F},
    {"\xA3\xD0", 0x2410}, {"\xA3\xD1", 0x2411}, {"\xA3\xD2", 0x2412}, {"\xA3\xD3", 0x2413},
    {"\xA3\xD4", 0x2414}, {"\xA3\xD5", 0x2415}, {"\xA3\xD6", 0x2416}, {"\xA3\xD7", 0x2417},
    {"\xA3\xD8", 0x2418}, {"\xA3\xD9", 0x2419}, {"\xA3\xDA", 0x241A}, {"\xA3\xDB", 0x241B},
    {"\xA3\xDC", 0x241C}, {"\xA3\xDD", 0x241D}, {"\xA3\xDE", 0x241E}, {"\xA3\xDF", 0x241F},
    {"\xA3\xE0", 0x2421}};

}  // namespace

const Instead* Converter::InsteadOf(char16_t icu) const {
  const auto found = std::lower_bound(instead.begin(), instead.end(), icu,
                                      [](const Instead& i, char16_t c) { return i.icu < c; });
  return found != instead.end() && found->icu == icu ? &*found : nullptr;
}

bool Converter::Invalid(char16_t icu) const {
  return std::any_of(invalid.begin(), invalid.end(),
                     [&](const Range& range) { return range.first <= icu && icu <= range.last; });
}

char16_t Converter::Find(std::string_view bytes) const {
  for (const Missing& one : missing) {
    if (one.bytes == bytes) return one.standard;
  }
  return 0;
}

Converter ConverterOf(std::string_view encoding) {
  static const std::unordered_map<std::string_view, Converter> converters = {
      {"ibm866", {"ibm866", kControls}},
      {"iso-8859-16", {"iso-8859-1", kIso8859_16}},
      {"koi8-u", {"koi8-u", kKoi8U}},
      {"windows-874", {"windows-874", {}, kWindows874}},
      {"windows-1253", {"windows-1253", {}, kWindows1253}},
      {"windows-1255", {"windows-1255", {}, {}, kWindows1255}},
      {"gbk", {"gb18030", kGb18030, {}, kEuro}},
      {"gb18030", {"gb18030", kGb18030, {}, kEuro}},
      {"big5", {"ibm-1375_P100-2008", kBig5, kPrivate, kBig5Missing}},
      {"shift_jis", {"ibm-943_P15A-2003", kControls, {}, kShiftJis}},
      {"euc-jp", {"euc-jp-2007", {}, kEucJp}},
      {"euc-kr", {"windows-949-2000", {}, kEucKr}},
  };
  const auto found = converters.find(encoding);
  return found != converters.end() ? found->second : Converter{};
}

}  // namespace textmill::encoding
