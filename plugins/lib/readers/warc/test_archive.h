// For tests: records of archives, and what read.warc makes of them.
#ifndef TEXTMILL_PLUGINS_READ_WARC_TEST_ARCHIVE_H_
#define TEXTMILL_PLUGINS_READ_WARC_TEST_ARCHIVE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/warc/read_warc.h"
#include "textmill/testing.hpp"

namespace textmill::warc {

// `fields`: lines of the head beside the type, the id, and the length.
inline std::string Record(const std::string& type, const std::string& id, const std::string& block,
                          const std::string& fields = "", int64_t length = -1) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <urn:" + id +
         ">\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n" + fields + "Content-Length: " +
         std::to_string(length < 0 ? static_cast<int64_t>(block.size()) : length) + "\r\n\r\n" +
         block + "\r\n\r\n";
}

inline std::string Http(const std::string& body, const std::string& fields = "",
                        const std::string& type = "text/html") {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + fields + "\r\n" + body;
}

inline std::string Response(const std::string& id, const std::string& block, int64_t length = -1) {
  return Record("response", id, block,
                "WARC-Target-URI: http://a.example/" + id +
                    "\r\nContent-Type: application/http; msgtype=response\r\n",
                length);
}

inline std::string ArcRecord(const std::string& url, const std::string& block, bool second = false,
                             const std::string& length = "") {
  const std::string n = length.empty() ? std::to_string(block.size()) : length;
  return url + " 1.2.3.4 20080430204825 text/html " + (second ? "200 - - 0 a.arc " : "") + n +
         "\n" + block + "\n";
}

inline testing::ReadOutcome ReadArchive(const std::string& content,
                                        testing::GivenParams params = {}, uint64_t want = 1 << 20,
                                        const std::string& name = "a.warc") {
  const io::TempFolder folder;
  params.emplace_back("path", std::vector<std::string>{folder.Write(name, content)});
  testing::ReadOutcome out = testing::StageRunner<ReadWarc>(params).Read(want);
  // The folder's name is another one each time.
  const auto clean = [&](std::string& text) {
    for (size_t at; (at = text.find(folder.path() + "/")) != text.npos;)
      text.erase(at, folder.path().size() + 1);
  };
  for (auto& row : out.rows) {
    for (auto& [column, value] : row) clean(value);
  }
  for (auto& failure : out.failures) clean(failure.message);
  for (auto& failed : out.failed_inputs) clean(failed);
  return out;
}

// The texts of the documents, then why records and inputs failed.
inline std::vector<std::string> Texts(const testing::ReadOutcome& out) {
  std::vector<std::string> texts;
  if (!out.error.empty()) texts.push_back("error: " + out.error);
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  for (const auto& failure : out.failures)
    texts.push_back("failed at " + std::to_string(failure.offset) + ": " + failure.message);
  for (const auto& failed : out.failed_inputs) texts.push_back("input: " + failed);
  return texts;
}

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_TEST_ARCHIVE_H_
