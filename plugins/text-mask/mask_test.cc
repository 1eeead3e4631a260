#include "plugins/text-mask/mask.h"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "plugins/text-mask/made_data.h"
#include "textmill/conventions.hpp"
#include "textmill/testing.hpp"

namespace textmill::mask {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

std::vector<std::string> MaskedAll(const std::vector<std::string>& texts, const GivenParams& given,
                                   std::map<std::string, int64_t>* counters = nullptr) {
  StageRunner<Mask> run(given);
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts(texts.begin(), texts.end())));
  EXPECT_EQ(out.error, "");
  if (counters != nullptr) *counters = out.counters;
  std::vector<std::string> masked;
  for (const auto& row : out.rows) masked.push_back(row.at("text"));
  return masked;
}

std::string Masked(const std::string& text, const GivenParams& given = {}) {
  const auto masked = MaskedAll({text}, given);
  if (masked.size() != 1) return "?";
  return masked[0].substr(1, masked[0].size() - 2);  // without the marks around it
}

void Stays(const std::string& text) { EXPECT_EQ(Masked(text), text); }

TEST(Mask, Email) {
  EXPECT_EQ(Masked("Write to ann.lee@example.com."), "Write to <EMAIL>.");
  EXPECT_EQ(Masked("<bob+x@mail.example.org>, 'c@d.eu'"), "<<EMAIL>>, '<EMAIL>'");
  EXPECT_EQ(Masked("mailto:a_b@c-d.co.uk?x"), "mailto:<EMAIL>?x");
  EXPECT_EQ(Masked("\u00DCn\u00EF@b\u00FCcher.example ok"), "<EMAIL> ok");
  EXPECT_EQ(Masked("a@b.cd,e@f.gh john@[10.1.2.3]"), "<EMAIL>,<EMAIL> <EMAIL>");
  for (const char* text : {"a@b", "@ann", "5 @ 3.50", "ann(at)example.com", "x@2x.png", "a@.com",
                           "a@b..com", "a..b@", "@", "user@localhost", "p@1.2.3"})
    Stays(text);
  // Places of files, and who logs in to a server.
  EXPECT_EQ(Masked("a@b.cd:https://b.cd/ e@f.gh: and/or, e@f.gh:yes"),
            "<EMAIL>:https://b.cd/ <EMAIL>: and/or, <EMAIL>:yes");
  EXPECT_EQ(Masked("https://b.cd/?to=a@b.cd https://b.cd/a@b.cd"),
            "https://b.cd/?to=<EMAIL> https://b.cd/<EMAIL>");
  for (const char* text :
       {"git@code.example.org:team/tool.git", "(bob@host.example.org:/srv/www)", "a@b.cd:~/x",
        "root@host.example.org:notes.tar.gz.", "ssh://git@host.example.org/x", "page@draft.docx",
        "https://ann:word@host.example.org/", "postgres://app:x1@db.example.org:5432/x"})
    Stays(text);
}

TEST(Mask, Ip) {
  EXPECT_EQ(Masked("from 8.8.8.8, 192.168.0.1:80 and 10.0.0.0/8"), "from <IP>, <IP>:80 and <IP>/8");
  EXPECT_EQ(Masked("8.8.8.8 and 192.168.0.1", {{"ips", "public"}}), "<IP> and 192.168.0.1");
  EXPECT_EQ(Masked("at 2001:db8::1, [fe80::1]:80 and ::1."), "at <IP>, [<IP>]:80 and <IP>.");
  for (const char* text :
       {"version 1.2.3.4", "v1.2.3.4", "Version no. 1.2.3.4", "256.1.1.1", "1.2.3", "1.2.3.4.5",
        "1.2.3.4-beta", "nginx-1.2.3.4", "01.02.03.04", "10:30:15", "std::vector", "add::fade",
        "00:1b:44:11:3a:b7", "::", "section 1.2.3.4", "1.2.3.4567", "00:1b:44:ff:fe:11:3a:b7",
        "x[::2]", "x[1::2]"})
    Stays(text);
  // By what is around them.
  EXPECT_EQ(Masked("Google 8.8.8.8, Router 192.168.1.1, Ping 5.6.7.8, Berlin 85.214.132.117"),
            "Google <IP>, Router <IP>, Ping <IP>, Berlin <IP>");
  EXPECT_EQ(Masked("8.8.8.8 Google\n10.0.0.1 Gateway\n11.2.3.4 mill\nsee 11.2.3.4 Mill"),
            "<IP> Google\\n<IP> Gateway\\n<IP> mill\\nsee <IP> Mill");
  EXPECT_EQ(Masked("one\n11.2.3.4 Results"), "one\\n11.2.3.4 Results");
  for (const char* text :
       {"Firefox 115.0.0.1", "Chrome (115.0.0.1)", "Firefox: 115.0.0.1", "| Firefox | 115.0.0.1",
        "Firefox\u00A0115.0.0.1", "Windows NT 10.0.1.2", "Node.js 18.0.1.2", "Gimbal 3.1.0.24",
        "upgraded to 11.2.3.4", "11.2.3.4 or later", "11.2.3.4 beta", "\u00A7 11.2.3.4",
        "\u00A711.2.3.4", "Art. 11.2.3.4", "11.2.3.4 Results", "## 11.2.3.4 Results",
        "libtool.so.1.2.3.4"})
    Stays(text);
}

TEST(Mask, BankAccountsAndCards) {
  EXPECT_EQ(Masked("to DE89 3704 0044 0532 0130 00, now"), "to <IBAN>, now");
  EXPECT_EQ(Masked("GB82WEST12345698765432 or gb82 west 1234 5698 7654 32"), "<IBAN> or <IBAN>");
  EXPECT_EQ(Masked("4111 1111 1111 1111, 4111-1111-1111-1111, 378282246310005."),
            "<CARD>, <CARD>, <CARD>.");
  for (const char* text :
       {"DE88 3704 0044 0532 0130 00", "XX89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130",
        "4111 1111 1111 1112", "41111111111111111111", "1234 4111 1111 1111 1111",
        "9111 1111 1111 1111", "4111 1111-1111 1111", "0.4111111111111111", "EAN 4006381333931",
        "GB07213960861465427009", "4111111111111111.jpg"})
    Stays(text);
}

TEST(Mask, Phone) {
  for (const char* text :
       {"+1 (202) 555-0143", "+49 30 901820",     "+44 (0)20 7946 0018", "(202) 555-0143",
        "202-555-0143",      "202.555.0143",      "020 7946 0018",       "01632 960123",
        "01 23 45 67 89",    "0171/1234567",      "(030) 901820",        "0049 30 901820",
        "06-12345678",       "347 1234567",       "08-123 456 78",       "030 12345678",
        "07700900123",       "0612345678",        "01701234567",         "(11) 98765-4321",
        "+33 6 12 34 56 78", "+86 138 1234 5678", "202-555-0143x12",     "(202) 555-0143 ext. 12",
        "53 7205-3368",      "22 277 79 24",      "0495158818"})
    EXPECT_EQ(Masked(std::string("at ") + text + "."), "at <PHONE>.");
  EXPECT_EQ(Masked("Tel.: 2025550143, fax no. 555 0143"), "Tel.: <PHONE>, fax no. <PHONE>");
  for (const char* text : {"2024-06-05",
                           "05.06.2024 10:30",
                           "from 1990-1995",
                           "2025550143",
                           "1,234,567,890",
                           "ISBN 0-306-40615-2",
                           "+5%",
                           "+12 points",
                           "345 678 901",
                           "3.1415926535",
                           "1 202 555",
                           "call 2024-06-05",
                           "100-200-3000",
                           "U+0102-0103",
                           "0490-0491",
                           "12 2014-2018",
                           "ISBN 0306406152",
                           "202-555-0143y",
                           "A0123-4567890",
                           "0123456789",
                           "0987654321",
                           "0000000000",
                           "0101010101",
                           "order no. 0612345678",
                           "Invoice 202-555-0143",
                           "Bestellnummer: 0171-1234567",
                           "0612345678.jpg",
                           "202-555-0143.csv"})
    Stays(text);
  for (const char* text :
       {"Order it: 0612345678. Thanks", "To order, 202-555-0143", "Booking: 202-555-0143"})
    EXPECT_NE(Masked(text).find("<PHONE>"), std::string::npos) << text;
  for (const char* text : {"order number: 0612345678", "account 0612345678", "case 202-555-0143"})
    Stays(text);
  EXPECT_EQ(Masked("Linux: 10.0.0.5"), "Linux: <IP>");
  EXPECT_EQ(Masked("202-555-0143", {{"phone_countries", std::vector<std::string>{"GB"}}}),
            "202-555-0143");
}

TEST(Mask, NationalIds) {
  for (const char* id : {"123-45-6789",
                         "AB123456C",
                         "AB 12 34 56 C",
                         "86095742719",
                         "1 85 05 78 006 084 91",
                         "12345678Z",
                         "X1234567L",
                         "RSSMRA85T10A562S",
                         "44051401359",
                         "811228-9874",
                         "529.982.247-25",
                         "131052-308T",
                         "131052A308T",
                         "13097248022",
                         "010190-1234",
                         "85.07.30-033.28",
                         "756.9217.0769.85",
                         "736028/5163",
                         "1800101221144",
                         "10000000146",
                         "11010519491231002X",
                         "2341 2341 2346",
                         "046-454-286",
                         "1234567T",
                         "1234567FA",
                         "252062A00499291",
                         "912-70-1234"})
    EXPECT_EQ(Masked(std::string("of ") + id + ","), "of <NATIONAL_ID>,") << id;
  EXPECT_EQ(Masked("BSN 111222333"), "BSN <NATIONAL_ID>");
  EXPECT_EQ(Masked("SSN: 123456789"), "SSN: <NATIONAL_ID>");
  EXPECT_EQ(Masked("NIF 123456789, SIN 046 454 286"), "NIF <NATIONAL_ID>, SIN <NATIONAL_ID>");
  for (const char* text : {"000-45-6789",   "666-45-6789",        "BG123456C",        "86095742718",
                           "12345678A",     "B1234567L",          "RSSMRA85T10A562T", "44051401358",
                           "811228-9875",   "529.982.247-24",     "111222333",        "131052-308U",
                           "320190-1234",   "85.07.30-033.29",    "756.9217.0769.84", "736028/5164",
                           "1800101221143", "11010519491231002Y", "2341 2341 2347",   "046-454-287",
                           "1234567U",      "1123-45-67890",      "AB1234567C"})
    Stays(text);
  EXPECT_EQ(Masked("123-45-6789", {{"id_countries", std::vector<std::string>{"PL"}}}),
            "123-45-6789");
}

TEST(Mask, KindsAndCounts) {
  std::map<std::string, int64_t> counters;
  const auto masked = MaskedAll({"a@b.cd 8.8.8.8", "c@d.ef"},
                                {{"kinds", std::vector<std::string>{"email"}}}, &counters);
  EXPECT_EQ(masked[0], "\"<EMAIL> 8.8.8.8\"");
  EXPECT_EQ(counters.at("email"), 2);
  EXPECT_EQ(counters.at("ip"), 0);
}

TEST(Mask, Replacements) {
  EXPECT_EQ(Masked("Ask a@b.cd now, or 8.8.8.8.", {{"replace", "remove"}}), "Ask now, or .");
  EXPECT_EQ(Masked("a@b.cd", {{"replacements", Given::Fields({{"EMAIL", "x@example.com"}})}}),
            "x@example.com");
  const GivenParams key = {{"replace", "pseudonym"}, {"key", "sixteen letters!"}};
  const std::string one = Masked("Ann@B.cd", key);
  EXPECT_EQ(one.size(), 24u);
  EXPECT_EQ(one.substr(0, 7), "<EMAIL-");
  EXPECT_EQ(one, Masked("ann@b.cd", key));
  EXPECT_NE(one, Masked("anne@b.cd", key));
  EXPECT_NE(one, Masked("ann@b.cd", {{"replace", "pseudonym"}, {"key", "another key here"}}));
  EXPECT_EQ(Masked("+49 30 901820", key), Masked("+49-30-901820", key));
  StageRunner<Mask> unknown(GivenParams{{"replacements", Given::Fields({{"EMIAL", "x"}})}});
  EXPECT_NE(unknown.Bind({{"text", "u", {}, {}}}).find("nothing is masked as EMIAL"),
            std::string::npos);
  StageRunner<Mask> without(GivenParams{{"replace", "pseudonym"}});
  EXPECT_NE(without.Bind({{"text", "u", {}, {}}}).find("need a key"), std::string::npos);
}

TEST(Mask, OwnPatterns) {
  EXPECT_EQ(Masked("No. 12/2024, No. 7/1999",
                   {{"own", Given::Fields({{"CASE", "No\\. (\\d+/\\d{4})"}})}}),
            "No. <CASE>, No. <CASE>");
  EXPECT_EQ(Masked("id x1@y.zz", {{"own", Given::Fields({{"ID", "id \\S+"}})}}), "<ID>");
  for (const char* bad : {"(", "x*", "\\C", "(?=x)"}) {
    StageRunner<Mask> run(GivenParams{{"own", Given::Fields({{"BAD", bad}})}});
    EXPECT_NE(run.Bind({{"text", "u", {}, {}}}), "") << bad;
  }
}

TEST(Mask, NullAndEmpty) {
  StageRunner<Mask> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{std::nullopt, ""}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.at(0).at("text"), "null");
  EXPECT_EQ(out.rows.at(1).at("text"), "\"\"");
}

// How much of what is made up is found, and how much that only looks like it.
TEST(Mask, MadeSets) {
  MadeData made(20);
  constexpr size_t kEach = 2000;
  std::vector<std::string> texts, values;
  for (size_t i = 0; i < kEach; ++i) {
    values.push_back(made.Personal(i));
    texts.push_back(made.Before() + values.back() + made.After());
  }
  size_t found = 0, wrong = 0, shown = 0;
  auto masked = MaskedAll(texts, {});
  for (size_t i = 0; i < kEach; ++i) {
    const bool gone =
        masked[i].find(values[i]) == std::string::npos && masked[i].find('<') != std::string::npos;
    found += gone ? 1 : 0;
    if (!gone && ++shown <= 10) std::cout << "not found: " << texts[i] << "\n";
  }
  texts.clear();
  for (size_t i = 0; i < kEach; ++i)
    texts.push_back(made.Before() + made.LookAlike(i) + made.After());
  masked = MaskedAll(texts, {});
  shown = 0;
  for (size_t i = 0; i < kEach; ++i) {
    const bool is_wrong = masked[i].find('<') != std::string::npos;
    wrong += is_wrong ? 1 : 0;
    if (is_wrong && ++shown <= 10) std::cout << "wrong: " << texts[i] << " " << masked[i] << "\n";
  }
  const double recall = static_cast<double>(found) / kEach;
  const double precision = static_cast<double>(found) / static_cast<double>(found + wrong);
  std::cout << "recall " << recall << ", precision " << precision << "\n";
  EXPECT_GE(recall, 0.97);
  EXPECT_GE(precision, 0.99);
}

}  // namespace
}  // namespace textmill::mask
