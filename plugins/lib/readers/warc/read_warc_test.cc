#include "plugins/lib/readers/warc/read_warc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/readers/warc/test_archive.h"

namespace textmill::warc {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using textmill::testing::GivenParams;
using textmill::testing::ReadOutcome;
using Strings = std::vector<std::string>;

const std::string kOther = Record("warcinfo", "w", "software: x\r\n") +
                           Record("request", "q", "GET / HTTP/1.1\r\n\r\n") +
                           Record("metadata", "m", "a: b");
const std::string kPages = Response("1", Http("<p>one")) + Response("2", Http("<p>zwei Äpfel")) +
                           Record("revisit", "r", Http("")) + Response("3", Http("<p>three"));

TEST(ReadWarc, APageIsADocument) {
  const ReadOutcome out = ReadArchive(
      kOther + Record("response", "x", Http("<p>Hello", "Server: nginx\r\nX-A: b\r\n"),
                      "WARC-Target-URI: <http://a.example/x y>\r\nWARC-IP-Address: 1.2.3.4\r\n"
                      "WARC-Payload-Digest: sha1:ABC\r\nContent-Type: application/http\r\n"),
      {{"headers", Strings{"server", "X-A", "x-none", "WARC-Date"}}});
  ASSERT_EQ(out.rows.size(), 1u);
  const auto& row = out.rows[0];
  EXPECT_EQ(row.at("id"), "\"<urn:x>\"");
  EXPECT_EQ(row.at("text"), "\"<p>Hello\"");
  EXPECT_EQ(row.at("source"), "\"a.warc\"");
  EXPECT_EQ(row.at("url"), "\"http://a.example/x y\"");
  EXPECT_EQ(row.at("date"), "1714979289000000");
  EXPECT_EQ(row.at("type"), "\"response\"");
  EXPECT_EQ(row.at("status"), "200");
  EXPECT_EQ(row.at("mime"), "\"text/html\"");
  EXPECT_EQ(row.at("ip"), "\"1.2.3.4\"");
  EXPECT_EQ(row.at("payload_digest"), "\"sha1:ABC\"");
  EXPECT_EQ(row.at("truncated"), "null");
  EXPECT_EQ(row.at("http_server"), "\"nginx\"");
  EXPECT_EQ(row.at("http_x_a"), "\"b\"");
  EXPECT_EQ(row.at("http_x_none"), "null");
  EXPECT_EQ(row.at("warc_date"), "\"2024-05-06T07:08:09Z\"");
  EXPECT_EQ(row.at("@offset"), std::to_string(kOther.size()));
}

TEST(ReadWarc, DatesHaveFractionsOrAreDigits) {
  const auto date = [](const std::string& written) {
    const ReadOutcome out = ReadArchive(
        "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n"
        "Content-Length: 1\r\nWARC-Date: " +
        written + "\r\n\r\nx\r\n\r\n");
    return out.rows.size() == 1 ? out.rows[0].at("date") : "no document";
  };
  EXPECT_EQ(date("2024-05-06T07:08:09.123456789Z"), "1714979289123456");
  EXPECT_EQ(date("2024-05-06"), "1714953600000000");
  EXPECT_EQ(date("20240506070809"), "1714979289000000");
  EXPECT_EQ(date("20240506"), "1714953600000000");
  EXPECT_EQ(date("20241306070809"), "null");
  EXPECT_EQ(date("yesterday"), "null");
  EXPECT_EQ(date(""), "null");
}

// However it is packed, and however much is read at once.
TEST(ReadWarc, AnyFramingGivesTheSame) {
  const Strings want = {"\"<p>one\"", "\"<p>zwei Äpfel\"", "\"<p>three\""};
  const std::string all = kOther + kPages;
  const std::string members = io::Gzip(kOther) + io::Gzip(Response("1", Http("<p>one"))) +
                              io::Gzip(Response("2", Http("<p>zwei Äpfel"))) +
                              io::Gzip(Response("3", Http("<p>three")));
  const std::string half =
      io::Gzip(all.substr(0, all.size() / 2)) + io::Gzip(all.substr(all.size() / 2));
  for (const std::string& content :
       {all, "\r\n" + all, members, io::Gzip(all), half, io::Zstd(all),
        io::Zstd(kOther) + io::Zstd(kPages), members + std::string(512, '\0')}) {
    for (const uint64_t size : {1, 300, 1 << 20})
      EXPECT_EQ(Texts(ReadArchive(content, {}, size)), want);
  }
  std::string lines = all;
  lines.erase(std::remove(lines.begin(), lines.end(), '\r'), lines.end());
  // Without them the lengths are wrong, which is found out.
  EXPECT_EQ(ReadArchive(lines).rows.size(), 3u);
}

// As `.warc.zst` has it: a frame that others skip holds what the frames of records need.
TEST(ReadWarc, ZstandardWithADictionary) {
  std::string dictionary;
  for (int i = 0; i < 40; ++i)
    dictionary += Response(std::to_string(i * 37), Http("<p>common words"));
  const auto packed = [&](const std::string& record) {
    ZSTD_CCtx* z = ::ZSTD_createCCtx();
    std::string out(::ZSTD_compressBound(record.size()), '\0');
    out.resize(::ZSTD_compress_usingDict(z, out.data(), out.size(), record.data(), record.size(),
                                         dictionary.data(), dictionary.size(), 3));
    ::ZSTD_freeCCtx(z);
    return out;
  };
  // A dictionary of any bytes is taken only in a frame of its own.
  const std::string inner = io::Zstd(dictionary);
  std::string frame = "\x5D\x2A\x4D\x18";
  for (int i = 0; i < 4; ++i) frame += static_cast<char>(inner.size() >> (8 * i) & 0xFF);
  const std::string records =
      packed(Response("1", Http("<p>one"))) + packed(Response("2", Http("<p>two")));
  EXPECT_THAT(Texts(ReadArchive(frame + inner + records)), ElementsAre("\"<p>one\"", "\"<p>two\""));
  EXPECT_THAT(Texts(ReadArchive(frame + inner.substr(0, 30))),
              ElementsAre(HasSubstr("dictionary")));
}

TEST(ReadWarc, Arc) {
  for (const bool second : {false, true}) {
    const std::string archive =
        ArcRecord("filedesc://a.arc", "1 0 X\nURL IP-address Archive-date\n", second) +
        ArcRecord("dns:a.example", "20080430204825\n", second) +
        ArcRecord("http://a.example/x y?a b", Http("<p>one"), second) +
        ArcRecord("http://a.example/2", "HTTP/1.0 404 No\nContent-Type: text/html\n\n<p>two",
                  second);
    for (const std::string& content : {archive, io::Gzip(archive)}) {
      const ReadOutcome out = ReadArchive(content, {}, 1, "a.arc");
      ASSERT_THAT(Texts(out), ElementsAre("\"<p>one\"", "\"<p>two\""));
      EXPECT_EQ(out.rows[0].at("url"), "\"http://a.example/x y?a b\"");
      EXPECT_EQ(out.rows[0].at("ip"), "\"1.2.3.4\"");
      EXPECT_EQ(out.rows[0].at("date"), "1209588505000000");
      EXPECT_EQ(out.rows[0].at("id"), "\"a.arc@" + out.rows[0].at("@offset") + "\"");
      EXPECT_EQ(out.rows[1].at("status"), "404");
    }
  }
  // Lengths that are none, and one that is too long.
  const std::string bad = ArcRecord("http://a.example/1", "<p>one", false, "-1") +
                          ArcRecord("http://a.example/2", "<p>two", false, "abc") +
                          ArcRecord("http://a.example/3", "<p>three", false, "600") +
                          ArcRecord("http://a.example/4", "<p>four");
  EXPECT_THAT(Texts(ReadArchive(bad)),
              ElementsAre("\"<p>one\"", "\"<p>two\"", "\"<p>three\"", "\"<p>four\""));
}

TEST(ReadWarc, WhichTypesOfContentAreTaken) {
  const std::string archive =
      Response("1", Http("<p>one")) +
      Response("2", Http("{\"a\":1}", "", "Application/JSON; charset=utf-8")) +
      Response("3", Http("%PDF-1.4 \x01\x02\x03", "", "application/pdf")) +
      Response("4", Http("\x89PNG\r\n\x1A\nIHDR", "", "text/html")) +
      Response("5", Http("plain", "", "text/plain"));
  EXPECT_THAT(Texts(ReadArchive(archive)), ElementsAre("\"<p>one\"", "\"plain\""));
  EXPECT_THAT(Texts(ReadArchive(archive, {{"mime", Strings{"application/json"}}})),
              ElementsAre("\"{\\\"a\\\":1}\""));
  EXPECT_THAT(Texts(ReadArchive(archive, {{"mime", Strings{"text/*"}}})),
              ElementsAre("\"<p>one\"", "\"plain\""));
  EXPECT_EQ(ReadArchive(archive, {{"mime", Strings{"*"}}}).rows.size(), 3u);
  EXPECT_THAT(ReadArchive(archive, {{"mime", Strings{"html"}}}).error,
              HasSubstr("no type of content"));
  // What says nothing is looked at.
  const auto seen = [](const std::string& body) {
    const ReadOutcome out = ReadArchive(Response("1", "HTTP/1.1 200 OK\r\n\r\n" + body));
    return out.rows.size() == 1 ? out.rows[0].at("mime") : "none";
  };
  EXPECT_EQ(seen(" <!-- x --><HTML lang=en>"), "\"text/html\"");
  EXPECT_EQ(seen("words"), "\"text/plain\"");
  EXPECT_EQ(seen("%PDF-1.7"), "none");
  EXPECT_EQ(seen("GIF89a\x01\x02"), "none");
}

TEST(ReadWarc, RevisitsAreCountedOrGiven) {
  EXPECT_EQ(ReadArchive(kPages).rows.size(), 3u);
  const ReadOutcome out = ReadArchive(kPages, {{"revisits", true}});
  ASSERT_EQ(out.rows.size(), 4u);
  EXPECT_EQ(out.rows[2].at("type"), "\"revisit\"");
  EXPECT_EQ(out.rows[2].at("text"), "\"\"");
}

TEST(ReadWarc, ARecordWhoseLengthIsWrong) {
  const std::string after = Response("2", Http("<p>two"));
  const std::string block = Http("<p>one");
  const auto n = static_cast<int64_t>(block.size());
  // Too long: up to the next record, up to the end, far beyond it.
  for (const int64_t length : {n + 5, n + 40, n + 300, int64_t{1} << 40}) {
    for (const bool packed : {false, true}) {
      const std::string archive = Response("1", block, length) + after;
      const ReadOutcome out = ReadArchive(packed ? io::Gzip(archive) : archive);
      // Of a stream, a record that is too long to be kept is passed over by its length.
      if (packed && length > n + 300) continue;
      ASSERT_THAT(Texts(out), ElementsAre("\"<p>one\"", "\"<p>two\"")) << length;
      EXPECT_EQ(out.rows[0].at("truncated"), "\"record\"");
    }
  }
  // Too short: the rest is reported.
  const ReadOutcome out = ReadArchive(Response("1", block, n - 3) + after);
  ASSERT_THAT(Texts(out), ElementsAre("\"<p>\"", "\"<p>two\"",
                                      HasSubstr("7 bytes of the archive are no record")));
  EXPECT_EQ(out.failures[0].record, "one\r\n\r\n");
  // Too short, and HTTP knows better.
  const std::string known = Http("<p>one", "Content-Length: 6\r\n");
  EXPECT_THAT(
      Texts(ReadArchive(Response("1", known, static_cast<int64_t>(known.size()) - 3) + after)),
      ElementsAre("\"<p>one\"", "\"<p>two\""));
  // None.
  std::string none = Response("1", block);
  none.replace(none.find("Content-Length"), 14, "X-Length");
  EXPECT_THAT(Texts(ReadArchive(none + after)), ElementsAre("\"<p>one\"", "\"<p>two\""));
  // A record of an archive within a record is none.
  EXPECT_EQ(ReadArchive(Response("1", Http(kPages, "", "text/plain")) + after).rows.size(), 2u);
}

TEST(ReadWarc, BytesThatAreNoRecordAreReportedWithTheirPlace) {
  const std::string junk = "what is this\r\nWARC/ and that\r\n";
  const std::string first = Response("1", Http("<p>one"));
  for (const bool packed : {false, true}) {
    std::string archive = first + junk + Response("2", Http("<p>two"));
    if (packed) archive = io::Gzip(archive);
    const ReadOutcome out = ReadArchive(archive);
    ASSERT_THAT(Texts(out), ElementsAre("\"<p>one\"", "\"<p>two\"",
                                        HasSubstr("bytes of the archive are no record")));
    EXPECT_EQ(out.failures[0].offset, first.size());
    EXPECT_EQ(out.failures[0].record, junk);
    // After the last record, too.
    const ReadOutcome last = ReadArchive(packed ? io::Gzip(first + junk) : first + junk);
    ASSERT_THAT(Texts(last),
                ElementsAre("\"<p>one\"", HasSubstr("bytes of the archive are no record")));
    EXPECT_EQ(last.rows[0].at("truncated"), "null");
    EXPECT_EQ(last.failures[0].record, junk);
  }
  EXPECT_THAT(Texts(ReadArchive(junk + first)),
              ElementsAre("\"<p>one\"", HasSubstr("failed at 0")));
  EXPECT_THAT(Texts(ReadArchive("no archive")), ElementsAre(HasSubstr("it is no archive")));
  EXPECT_THAT(Texts(ReadArchive("")), IsEmpty());
}

TEST(ReadWarc, AnArchiveThatIsCutOff) {
  const std::string archive =
      Response("1", Http("<p>one")) + Response("2", Http("<p>two and more"));
  const std::string cut = archive.substr(0, archive.size() - 10);
  ReadOutcome out = ReadArchive(cut);
  ASSERT_THAT(Texts(out), ElementsAre("\"<p>one\"", "\"<p>two an\""));
  EXPECT_EQ(out.rows[1].at("truncated"), "\"file\"");
  const std::string last = io::Gzip(Response("2", Http("<p>two and more")));
  out = ReadArchive(io::Gzip(Response("1", Http("<p>one"))) + last.substr(0, last.size() - 12));
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[1].at("truncated"), "\"file\"");
  EXPECT_THAT(out.failed_inputs, ElementsAre(HasSubstr("ends too early")));
  // Within the head.
  EXPECT_THAT(Texts(ReadArchive(archive.substr(0, archive.size() - 90))),
              ElementsAre("\"<p>one\"", HasSubstr("no record")));
}

TEST(ReadWarc, GoesOnAfterADamagedMember) {
  std::string body;
  for (int i = 0; i < 3000; ++i) body += std::to_string(i * 7919 % 10007) + " ";
  const std::string first = io::Gzip(Response("1", Http("<p>one"))),
                    last = io::Gzip(Response("3", Http("<p>three")));
  const std::string whole = io::Gzip(Response("2", Http(body)));
  std::string damaged = whole, checksum = whole;
  for (int i = 0; i < 40; ++i) damaged[damaged.size() / 2 + static_cast<size_t>(i)] = '\xFF';
  checksum[checksum.size() - 6] = static_cast<char>(checksum[checksum.size() - 6] ^ 1);
  for (const std::string& second : {damaged, checksum}) {
    const ReadOutcome out = ReadArchive(first + second + last);
    ASSERT_EQ(out.rows.size(), 2u);
    EXPECT_EQ(out.rows[1].at("text"), "\"<p>three\"");
    ASSERT_EQ(out.failures.size(), 1u);
    EXPECT_THAT(out.failures[0].message, HasSubstr("is damaged"));
    EXPECT_THAT(out.failed_inputs,
                ElementsAre(HasSubstr("reading goes on at byte " +
                                      std::to_string(first.size() + second.size()))));
  }
  // Cut off in the middle, and gone on with: the next member is not lost.
  for (size_t cut = 60; cut < whole.size(); cut += whole.size() / 7) {
    const ReadOutcome out = ReadArchive(first + whole.substr(0, cut) + last + first);
    ASSERT_GE(out.rows.size(), 2u) << cut;
    EXPECT_EQ(out.rows[out.rows.size() - 2].at("text"), "\"<p>three\"") << cut;
  }
  // Junk between members, which is no fault of the record before it; then records that are not
  // packed.
  EXPECT_THAT(Texts(ReadArchive(first + "junk" + last + Response("4", Http("<p>four")))),
              ElementsAre("\"<p>one\"", "\"<p>three\"", "\"<p>four\"", HasSubstr("reading goes on"),
                          HasSubstr("reading goes on")));
  // Cut off before anything could be unpacked.
  EXPECT_THAT(Texts(ReadArchive(first + whole.substr(0, 40))),
              ElementsAre("\"<p>one\"", HasSubstr("ends too early")));
}

TEST(ReadWarc, WhatIsTooLong) {
  const std::string large(5000, 'x');
  const std::string archive = Response("1", Http("<p>one")) + Response("2", Http(large)) +
                              Response("3", Http(large, "", "video/mp4")) +
                              Response("4", Http(io::Gzip(large), "Content-Encoding: gzip\r\n")) +
                              Response("5", Http("<p>five"));
  for (const bool packed : {false, true}) {
    const ReadOutcome out =
        ReadArchive(packed ? io::Gzip(archive) : archive, {{"max_record_bytes", 4096}});
    EXPECT_THAT(Texts(out),
                ElementsAre("\"<p>one\"", "\"<p>five\"",
                            HasSubstr("longer than 4096 bytes, which is `max_record_bytes`"),
                            HasSubstr("unpacks to more than 4096 bytes")));
    EXPECT_GT(out.failures[0].length, 5000u);
    // Line ends without end, which small files may hold, are not kept either.
    const std::string blank = Response("1", Http("<p>one")) + std::string(5000, '\n') + archive;
    EXPECT_EQ(Texts(ReadArchive(packed ? io::Gzip(blank) : blank, {{"max_record_bytes", 4096}}))[2],
              "failed at 0: the record is no document: it is longer than 4096 bytes, which is "
              "`max_record_bytes`");
  }
}

TEST(ReadWarc, DigestsAreCompared) {
  // SHA-1 of "<p>one", in base32 and hexadecimal; of the block, in SHA-256.
  const auto with = [](const std::string& digest, const std::string& body = "<p>one") {
    return Texts(
        ReadArchive(Record("response", "1", Http(body), digest + "\r\n"), {{"verify", true}}));
  };
  const Strings good = {"\"<p>one\""};
  EXPECT_EQ(with("WARC-Payload-Digest: sha1:MSUZ7UE6YJT5IN7DIXLSN5BKGX62NBFL"), good);
  EXPECT_EQ(with("WARC-Payload-Digest: SHA1:64a99fd09ec267d437e345d726f42a35fda684ab"), good);
  EXPECT_EQ(with("WARC-Block-Digest: "
                 "sha256:6c44d0337e63a1eb67811c47f2736c5b1d09fe2a3db922b605a9f23186c5a06a"),
            good);
  EXPECT_EQ(with("WARC-Block-Digest: md5:7987dd05ad15af51b1f9c7139be243dd"), good);
  EXPECT_EQ(with("X: y"), good);
  EXPECT_EQ(with("WARC-Payload-Digest: sha9:abc"), good);
  EXPECT_THAT(with("WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
              ElementsAre(HasSubstr("not what its digest says")));
}

TEST(ReadWarc, EncodingsAreFound) {
  EXPECT_THAT(Texts(ReadArchive(Response("1", Http("\xFC", "", "text/html; charset=iso-8859-1")) +
                                Response("2", Http("<meta charset=windows-1251>\xEF\xF0")) +
                                Response("3", Http("\xFF\xFE<\0b\0"s)) + Response("4", Http("ü")))),
              ElementsAre("\"ü\"", "\"<meta charset=windows-1251>пр\"", "\"<b\"", "\"ü\""));
}

}  // namespace
}  // namespace textmill::warc
