#include "plugins/lib/readers/mbox/read_mbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/mbox/mbox_ends.h"
#include "textmill/testing.hpp"

namespace textmill::mbox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using textmill::testing::OutRow;
using textmill::testing::ReadOutcome;
using Strings = std::vector<std::string>;

const std::string kFrom = "From ann@a.example Tue Mar  5 06:07:08 2024\n";

ReadOutcome Read(const std::string& content, uint64_t want = 1 << 20) {
  const io::TempFolder folder;
  return textmill::testing::StageRunner<ReadMbox>(
             {{"path", Strings{folder.Write("a.mbox", content)}}})
      .Read(want);
}
Strings Texts(const ReadOutcome& out) {
  Strings texts;
  if (!out.error.empty()) texts.push_back("error: " + out.error);
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  for (const auto& failure : out.failures) texts.push_back("failed: " + failure.message);
  for (const auto& failed : out.failed_inputs) texts.push_back("input: " + failed);
  return texts;
}
// The one message.
OutRow OnlyMessage(const std::string& content) {
  const ReadOutcome out = Read(content);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 1u) << content;
  return out.rows.empty() ? OutRow() : out.rows[0];
}

TEST(ReadMbox, TooManyLinesAreRefused) {
  std::string fields;
  for (int i = 0; i <= 1000000; ++i) fields += "a:\n";
  EXPECT_THAT(Texts(Read(kFrom + fields + "\nHello.\n\n" + kFrom + "Subject: s\n\nBye.\n")),
              ElementsAre("\"Bye.\\n\"", "failed: the message has more than a million lines"));
}

TEST(ReadMbox, AMessageIsADocument) {
  const OutRow row = OnlyMessage(kFrom +
                                 "Message-ID: <1@a.example>\n"
                                 "From: =?iso-8859-1?Q?J=FCrgen?= <j@a.example>\n"
                                 "To: Ann Lee <ann@a.example>,\n  bob@b.example\n"
                                 "Cc: c@c.example\n"
                                 "In-Reply-To: <0@a.example>\n"
                                 "Subject: =?utf-8?B?R3LDvMOfZQ==?= and\n more\n"
                                 "Date: Tue, 5 Mar 2024 08:07:08 +0200\n"
                                 "\n"
                                 "Hello.\n");
  EXPECT_EQ(row.at("id"), "\"1@a.example\"");
  EXPECT_EQ(row.at("text"), "\"Hello.\\n\"");
  EXPECT_EQ(row.at("title"), "\"Grüße and more\"");
  EXPECT_EQ(row.at("from"), "\"Jürgen <j@a.example>\"");
  EXPECT_EQ(row.at("to"), "\"Ann Lee <ann@a.example>, bob@b.example\"");
  EXPECT_EQ(row.at("cc"), "\"c@c.example\"");
  EXPECT_EQ(row.at("in_reply_to"), "\"0@a.example\"");
  EXPECT_EQ(row.at("date"), "1709618828000000");
  EXPECT_EQ(row.at("mime"), "\"text/plain\"");
  EXPECT_EQ(row.at("attachments"), "0");
}

TEST(ReadMbox, MessagesAreParted) {
  const std::string a = "Subject: a\n\none\n\nFrom here on it is sunny, 12:30 or not.\n\n";
  const std::string b = "Subject: b\n\ntwo\n>From me 10:20 2024\n>>From you\n> From him\n\n";
  const std::string c = "Subject: c\n\nthree\n";
  const Strings want = {"\"one\\n\\nFrom here on it is sunny, 12:30 or not.\\n\"",
                        "\"two\\nFrom me 10:20 2024\\n>From you\\n> From him\\n\"", "\"three\\n\""};
  const std::string all = kFrom + a + kFrom + b + kFrom + c;
  std::string windows;
  for (const char ch : all) windows += ch == '\n' ? "\r\n" : std::string(1, ch);
  for (const uint64_t size : {1, 60, 1 << 20}) {
    EXPECT_EQ(Texts(Read(all, size)), want);
    EXPECT_EQ(Texts(Read(windows, size)), want);
    EXPECT_EQ(Texts(Read(io::Gzip(all), size)), want);
  }
  // Places are those of the messages' heads.
  EXPECT_EQ(Read(all).rows[1].at("@offset"), std::to_string((kFrom + a + kFrom).size()));
  // No line of its own: a message alone.
  EXPECT_THAT(Texts(Read(c)), ElementsAre("\"three\\n\""));
}

TEST(ReadMbox, WhichLinesPartMessages) {
  EXPECT_TRUE(IsSeparator("From - Tue Mar 05 06:07:08 2024"));
  EXPECT_TRUE(IsSeparator("From 1792@xxx Mon Jan 01 00:00:00 +0000 2018\r"));
  EXPECT_TRUE(IsSeparator("From ???@??? Mon Jan 01 10:00:00 1996"));
  EXPECT_TRUE(IsSeparator("From a@b.example Tue Mar  5 6:07 EST 2024 remote from c"));
  EXPECT_FALSE(IsSeparator("From 10:30 on we wait."));
  EXPECT_FALSE(IsSeparator("From 2024 on we wait."));
  EXPECT_FALSE(IsSeparator("From: a@b.example 10:20:30 2024"));
  EXPECT_FALSE(IsSeparator("from a@b.example Tue Mar  5 06:07:08 2024"));
  EXPECT_FALSE(IsSeparator("From x 10:20 120245"));
}

TEST(ReadMbox, PlainTextIsPreferredAndAttachmentsAreCounted) {
  const std::string head = "Subject: s\nMIME-Version: 1.0\n";
  const std::string both =
      "Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/plain; "
      "charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nK=F6ln is =\nnear.\n"
      "--in\nContent-Type: text/html\n\n<p>K&ouml;ln\n--in--\n";
  OutRow row = OnlyMessage(head + both);
  EXPECT_EQ(row.at("text"), "\"Köln is near.\"");
  EXPECT_EQ(row.at("attachments"), "0");
  row =
      OnlyMessage(head + "Content-Type: multipart/mixed; boundary=out\n\n--out\n" + both +
                  "--out\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: "
                  "base64\n\niVBORw0KGgo=\n--out\nContent-Type: text/plain\nContent-Disposition: "
                  "attachment\n\nnot shown\n--out\nContent-Type: message/rfc822\n\nSubject: "
                  "in\n\nwithin\n--out\nContent-Type: text/plain\n\nThe list's footer.\n--out--\n");
  EXPECT_EQ(row.at("text"), "\"Köln is near.\\n\\nThe list's footer.\"");
  EXPECT_EQ(row.at("attachments"), "3");
  row = OnlyMessage(head +
                    "Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: "
                    "base64\n\nPHA+7/A=\n");
  EXPECT_EQ(row.at("text"), "\"<p>пр\"");
  EXPECT_EQ(row.at("mime"), "\"text/html\"");
  row = OnlyMessage(head + "Content-Type: application/pdf\n\n%PDF\n");
  EXPECT_EQ(row.at("text"), "\"\"");
  EXPECT_EQ(row.at("attachments"), "1");
}

TEST(ReadMbox, WhatIsNoMessageFails) {
  EXPECT_THAT(Texts(Read("no head at all, just words\n")),
              ElementsAre(HasSubstr("it is no message")));
  EXPECT_THAT(Texts(Read(kFrom + "words\n\n" + kFrom + "Subject: b\n\ntwo\n")),
              ElementsAre("\"two\\n\"", HasSubstr("it is no message")));
  EXPECT_THAT(Texts(Read(kFrom + "Subject: a\n\n")), ElementsAre("\"\""));
  EXPECT_THAT(Texts(Read("")), ElementsAre());
  // Without an id and a date; bytes that no encoding was named for.
  const OutRow row = OnlyMessage("Subject: caf\xE9\nDate: soon\n\nna\xEFve\n");
  EXPECT_THAT(row.at("id"), HasSubstr("a.mbox@0"));
  EXPECT_EQ(row.at("date"), "null");
  EXPECT_EQ(row.at("text"), "\"naïve\\n\"");
}

TEST(ReadMbox, DeepAndBrokenParts) {
  std::string deep = "Subject: d\n";
  for (int i = 0; i < 20000; ++i) {
    const std::string name = std::to_string(i);
    deep += "Content-Type: multipart/mixed; boundary=b" + name + "\n\n--b" + name + "\n";
  }
  EXPECT_EQ(Read(deep + "Content-Type: text/plain\n\nx\n").error, "");
  std::mt19937 random(3);
  const std::string good = kFrom +
                           "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                           "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nYWJj\n"
                           "--x--\n\n" +
                           kFrom + "Subject: t\n\nthe end\n";
  for (int round = 0; round < 200; ++round) {
    std::string bad = good;
    for (int n = 0; n < 4; ++n) bad[random() % bad.size()] = static_cast<char>(random());
    const ReadOutcome whole = Read(bad), pieces = Read(bad, 50);
    EXPECT_EQ(whole.error, "");
    EXPECT_EQ(Texts(whole).size(), Texts(pieces).size());
  }
}

}  // namespace
}  // namespace textmill::mbox
