// HTTP as archives have it.
#include "plugins/lib/readers/warc/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/readers/warc/test_archive.h"

namespace textmill::warc {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using textmill::testing::OutRow;
using textmill::testing::ReadOutcome;

// The one document of a block; "text" says what went wrong if there is none.
OutRow Document(const std::string& block) {
  const ReadOutcome out =
      ReadArchive(Response("1", block), {{"headers", std::vector<std::string>{"x-a"}}});
  if (out.rows.size() == 1) return out.rows[0];
  OutRow none;
  none["text"] = out.failures.empty() ? "none" : out.failures[0].message;
  none["truncated"] = none["status"] = none["http_x_a"] = "";
  return none;
}
std::string Text(const std::string& block) { return Document(block).at("text"); }

std::string Deflate(std::string_view bytes, int window) {
  z_stream z{};
  ::deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(::deflateBound(&z, bytes.size()) + 100, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  ::deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  ::deflateEnd(&z);
  return out;
}

TEST(HttpHead, StatusLines) {
  const auto status = [](const std::string& line) {
    const OutRow row = Document(line + "\r\nContent-Type: text/html\r\n\r\nx");
    EXPECT_EQ(row.at("text"), "\"x\"") << line;
    return row.at("status");
  };
  EXPECT_EQ(status("HTTP/1.1 200 OK"), "200");
  EXPECT_EQ(status("HTTP/2 301"), "301");
  EXPECT_EQ(status("HTTP/2.0 404 "), "404");
  EXPECT_EQ(status("http/1.0  500 Sorry"), "500");
  EXPECT_EQ(status("ICY 200 OK"), "200");
  EXPECT_EQ(status("HTTP/1.1 OK"), "null");
  EXPECT_EQ(status("HTTP/1.1"), "null");
  EXPECT_EQ(status("HTTP/1.1 2000"), "null");
  EXPECT_EQ(status("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No"), "204");
  EXPECT_EQ(status("\r\nHTTP/1.1 200 OK"), "200");
}

TEST(HttpHead, LineEndsFoldedLinesAndNone) {
  for (const std::string& end : {"\r\n"s, "\n"s, "\r\r\n"s, "\r"s}) {
    const OutRow row =
        Document("HTTP/1.1 200 OK" + end + "X-A:  a b" + end + "\t c " + end + "  d" + end +
                 "no colon" + end + "Content-Type: text/html" + end + end + "<p>x\ny");
    EXPECT_EQ(row.at("text"), "\"<p>x\\ny\"") << end.size();
    EXPECT_EQ(row.at("http_x_a"), "\"a b c d\"");
  }
  EXPECT_EQ(Text("HTTP/1.1 200 OK\nX: y\n<html>x"), "\"<html>x\"");  // the blank line is forgotten
  EXPECT_EQ(Text("HTTP/1.1 200 OK\r\n\r\n<html>x"), "\"<html>x\"");
  EXPECT_EQ(Text("<html>no head at all"), "\"<html>no head at all\"");
  EXPECT_EQ(Text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: cut o"), "\"\"");
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 20000; ++i) many += "a:\n";
  EXPECT_EQ(Document(many + "X-A: a\n\n<p>").at("http_x_a"), "null");
  EXPECT_EQ(Text(many + "\n<html>x"), "\"<html>x\"");
  EXPECT_EQ(Document("<html>x").at("status"), "null");
  EXPECT_EQ(Text(""), "\"\"");
}

TEST(Chunks, AreTakenOff) {
  const auto chunked = [](const std::string& body) {
    return Document(Http(body, "Transfer-Encoding: chunked\r\n"));
  };
  EXPECT_EQ(chunked("3\r\n<p>\r\n4;x=y\r\nabcd\r\n0\r\n\r\n").at("text"), "\"<p>abcd\"");
  EXPECT_EQ(chunked("3\n<p>\n1\nz\n0\n\n").at("text"), "\"<p>z\"");
  EXPECT_EQ(chunked("0003 \r\n<p>\r\n0\r\nTrailer: x\r\n\r\n").at("text"), "\"<p>\"");
  EXPECT_EQ(chunked("0\r\n\r\n").at("text"), "\"\"");
  // Taken off by the crawler already.
  EXPECT_EQ(chunked("<p>abcd").at("text"), "\"<p>abcd\"");
  EXPECT_EQ(chunked("cafe\nau lait").at("text"), "\"cafe\\nau lait\"");
  EXPECT_EQ(chunked("cafe\nau lait").at("truncated"), "null");
  // Cut off, and broken: what is good is given, and marked.
  for (const std::string& body : {"3\r\n<p>\r\n9\r\nabcd"s, "3\r\n<p>\r\n4\r\nabcd\r\nzzz\r\nmore"s,
                                  "3\r\n<p>\r\n4\r\nabcd"s, "7\r\n<p>abcd\r\n"s}) {
    EXPECT_EQ(chunked(body).at("text"), "\"<p>abcd\"") << body;
    EXPECT_EQ(chunked(body).at("truncated"), "\"http\"") << body;
  }
  EXPECT_EQ(chunked("FFFFFFFFFFFFFFF\nabc").at("text"), "\"FFFFFFFFFFFFFFF\\nabc\"");
}

TEST(ContentCoding, IsTakenOff) {
  std::string page = "<p>";
  for (int i = 0; i < 500; ++i) page += "line " + std::to_string(i * i) + " ";
  const std::string want = "\"" + page + "\"";
  const auto coded = [](const std::string& coding, const std::string& body) {
    return Document(Http(body, "Content-Encoding: " + coding + "\r\n"));
  };
  EXPECT_EQ(coded("gzip", io::Gzip(page)).at("text"), want);
  EXPECT_EQ(coded("X-GZIP", io::Gzip(page)).at("text"), want);
  EXPECT_EQ(coded("gzip", io::Gzip(page.substr(0, 99)) + io::Gzip(page.substr(99))).at("text"),
            want);
  EXPECT_EQ(coded("deflate", Deflate(page, 15)).at("text"), want);
  EXPECT_EQ(coded("deflate", Deflate(page, -15)).at("text"), want);
  EXPECT_EQ(coded("zstd", io::Zstd(page)).at("text"), want);
  EXPECT_EQ(coded("gzip, zstd", io::Zstd(io::Gzip(page))).at("text"), want);
  EXPECT_EQ(coded("identity", page).at("text"), want);
  const std::string brotli =
      "\x13\x6C\0\0\xC4\x31\x8E\x74\xB0\x41\x6E\xF2\x1F\xEC\x26\x84\x91\x49\x60\xD3\0\x96\xA5\xB8"
      "\x24"
      "\xE8\xD3\xC3\x8F\x7B\xA4\x23\xD1\x9E\x98\x02"s;
  EXPECT_THAT(coded("br", brotli).at("text"), HasSubstr("<html><body>br abc abc abc "));
  // Unpacked by the crawler, or not said.
  EXPECT_EQ(coded("gzip", page).at("text"), want);
  EXPECT_EQ(coded("br", page).at("text"), want);
  EXPECT_EQ(coded("deflate", "\x7B\"a\":1}").at("text"), "\"{\\\"a\\\":1}\"");
  EXPECT_EQ(coded("utf-8", page).at("text"), want);
  EXPECT_EQ(Text(Http(io::Gzip(page))), want);
  EXPECT_THAT(coded("sdch", "\1\2\3\4\5\6\7").at("text"), HasSubstr("`sdch`"));
  // In chunks.
  const std::string packed = io::Gzip(page);
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", packed.size());
  EXPECT_EQ(Text(Http(size + packed + "\r\n0\r\n\r\n",
                      "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")),
            want);
  // Cut off and damaged.
  for (const auto& [coding, bytes] :
       {std::pair{"gzip"s, packed}, {"deflate"s, Deflate(page, 15)}, {"zstd"s, io::Zstd(page)}}) {
    const OutRow cut = coded(coding, bytes.substr(0, bytes.size() - 5));
    EXPECT_EQ(cut.at("truncated"), "\"http\"") << coding;
    // Zstandard gives nothing of a block that is cut off.
    if (coding != "zstd") {
      EXPECT_EQ(cut.at("text").substr(0, 20), want.substr(0, 20)) << coding;
    }
    std::string damaged = bytes;
    for (size_t i = 0; i < 30; ++i) damaged[damaged.size() / 2 + i] = '\xFF';
    EXPECT_THAT(coded(coding, damaged).at("text"), HasSubstr("is damaged")) << coding;
  }
}

TEST(HttpBody, ThatIsShorterThanItsHeadSaysIsMarked) {
  EXPECT_EQ(Document(Http("<p>x", "Content-Length: 4\r\n")).at("truncated"), "null");
  EXPECT_EQ(Document(Http("<p>x", "Content-Length: 3\r\n")).at("truncated"), "null");
  EXPECT_EQ(Document(Http("<p>x", "Content-Length: 9\r\n")).at("truncated"), "\"http\"");
  EXPECT_EQ(Document(Http("<p>x", "Content-Length: many\r\n")).at("truncated"), "null");
  EXPECT_EQ(ReadArchive(Record("response", "1", Http("<p>x"), "WARC-Truncated: Time\r\n"))
                .rows.at(0)
                .at("truncated"),
            "\"time\"");
  EXPECT_EQ(ReadArchive(Record("response", "1", Http("<p>x"), "WARC-Segment-Number: 1\r\n"))
                .rows.at(0)
                .at("truncated"),
            "\"segment\"");
}

// Whatever is done to an archive, it is read to its end, in the same way however much at once.
TEST(ReadWarc, AnyDamageInUnitsOfAllSizes) {
  std::mt19937 random(5);
  for (int round = 0; round < 150; ++round) {
    std::string archive;
    const bool arc = round % 4 == 0, packed = round % 3 == 0;
    for (int i = 0; i < 6; ++i) {
      std::string body = "<p>" + std::string(random() % 300, 'x');
      if (random() % 3 == 0) body = io::Gzip(body);
      std::string block = Http(body, random() % 3 == 0 ? "Content-Encoding: gzip\r\n"
                                                       : "Transfer-Encoding: chunked\r\n");
      std::string record = arc ? ArcRecord("http://a.example/" + std::to_string(i), block)
                               : Response(std::to_string(i), block);
      if (random() % 3 == 0) record[random() % record.size()] = static_cast<char>(random());
      if (random() % 5 == 0) record.erase(random() % record.size(), random() % 40);
      archive += packed ? io::Gzip(record) : record;
    }
    for (size_t n = random() % 3; n > 0; --n)
      archive[random() % archive.size()] = static_cast<char>(random());
    archive.resize(archive.size() - random() % 20);
    const ReadOutcome whole = ReadArchive(archive, {{"max_record_bytes", 1024}});
    EXPECT_EQ(whole.error, "");
    for (const uint64_t want : {1, 700}) {
      const ReadOutcome pieces = ReadArchive(archive, {{"max_record_bytes", 1024}}, want);
      EXPECT_EQ(pieces.rows, whole.rows);
      EXPECT_EQ(pieces.failures.size(), whole.failures.size());
      EXPECT_EQ(pieces.failed_inputs, whole.failed_inputs);
    }
  }
}

}  // namespace
}  // namespace textmill::warc
