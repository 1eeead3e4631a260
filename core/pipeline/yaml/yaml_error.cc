#include "core/pipeline/yaml/yaml_error.h"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace textmill::core {
namespace {

constexpr char kQuoteAll[] = "put the whole value in single quotes";

class YamlExplainer {
 public:
  YamlExplainer(const SourceText& source, const std::string& message, size_t offset,
                const YamlTrail& trail)
      : source_(source),
        text_(source.text()),
        message_(message),
        offset_(std::min(offset, source.text().size())),
        trail_(trail) {}

  Problem Explain() const {
    namespace msg = YAML::ErrorMsg;
    const size_t line = source_.LineStart(offset_);
    const size_t indented = std::min(text_.find_first_not_of(" \t", line), text_.size());
    const size_t tab = text_.substr(line, indented - line).find('\t');
    if (tab != std::string_view::npos)
      return At(line + tab, "a tab cannot indent YAML", "use spaces");
    if (ClosedTooLate()) {
      const int closed = source_.At(trail_.last_scalar_end - 1).line;
      return At(
          *trail_.last_scalar,
          "the quotation mark that opens here is closed only in line " + std::to_string(closed),
          "close it where the text ends");
    }
    if (Is(msg::END_OF_MAP_FLOW) || Is(msg::END_OF_SEQ_FLOW)) return Flow();
    if (Is(msg::EOF_IN_SCALAR)) {
      return At(Unclosed(), "the quotation mark that opens here is never closed",
                "close it where the text ends");
    }
    if (Is(msg::MAP_VALUE)) return SecondColon();
    if (Is(msg::END_OF_MAP) || Is(msg::END_OF_SEQ) || Is(msg::BLOCK_ENTRY) || Is(msg::MAP_KEY))
      return OutOfPlace();
    if (Is(msg::UNKNOWN_TOKEN)) {
      return At(offset_, "a value cannot begin with `" + Character() + "`",
                "put the value in quotes");
    }
    if (Is(msg::FLOW_END)) {
      return At(offset_, "`" + Character() + "` closes nothing that is open",
                "remove it, or put the value in quotes");
    }
    if (Is(msg::UNKNOWN_ANCHOR) || Is(msg::ALIAS_NOT_FOUND) || Is(msg::CHAR_IN_ALIAS)) {
      return At(LineOf(offset_).find('*') != std::string_view::npos
                    ? line + LineOf(offset_).find('*')
                    : offset_,
                "an unquoted `*` begins an alias, and there is no such anchor above",
                "put a value that begins with * in quotes: \"*.txt\"");
    }
    if (message_.starts_with(msg::INVALID_ESCAPE)) {
      const size_t escape = text_.substr(0, offset_).rfind('\\');
      return At(escape == std::string_view::npos ? offset_ : escape,
                "in double quotes `\\" + message_.substr(std::string(msg::INVALID_ESCAPE).size()) +
                    "` means nothing",
                "use single quotes, in which a backslash is just a backslash");
    }
    return At(offset_, "this is not YAML: " + message_, "");
  }

 private:
  bool Is(const char* message) const { return message_ == message; }
  Problem At(size_t offset, std::string message, std::string hint) const {
    return {source_.At(offset), std::move(message), std::move(hint)};
  }
  std::string_view LineOf(size_t offset) const {
    const size_t line = source_.LineStart(offset);
    return text_.substr(line, std::min(text_.find('\n', line), text_.size()) - line);
  }
  // The character at the error.
  std::string Character() const {
    size_t end = std::min(offset_ + 1, text_.size());
    while (end < text_.size() && (text_[end] & 0xC0) == 0x80) ++end;
    return std::string(text_.substr(offset_, end - offset_));
  }
  bool AtEnd() const {
    return text_.find_first_not_of(" \t\r\n", offset_) == std::string_view::npos;
  }
  bool LastWasQuoted() const {
    if (!trail_.last_scalar) return false;
    const std::string_view first = text_.substr(*trail_.last_scalar, 1);  // none at the text's end
    return first == "\"" || first == "'";
  }
  bool OnLineOfLastScalarsEnd() const {
    return trail_.last_scalar_end > 0 && trail_.last_scalar_end <= offset_ &&
           source_.LineStart(trail_.last_scalar_end - 1) == source_.LineStart(offset_);
  }
  bool ClosedTooLate() const {
    return LastWasQuoted() && OnLineOfLastScalarsEnd() &&
           source_.LineStart(*trail_.last_scalar) != source_.LineStart(offset_);
  }

  Problem Flow() const {
    const std::string opened = trail_.open_flow ? std::string(1, text_[*trail_.open_flow]) : "";
    const std::string closing = Is(YAML::ErrorMsg::END_OF_MAP_FLOW) ? "}" : "]";
    if (AtEnd() && trail_.open_flow)
      return At(*trail_.open_flow, "`" + opened + "` opens here and is never closed",
                "put a `" + closing + "` where it ends");
    if (offset_ > 0 && text_.substr(offset_ - 1, 2) == "${") {
      return At(offset_ - 1, "between { } or [ ] a value with `${` needs quotes",
                "write \"${NAME}\"");
    }
    return At(offset_, "expected `,` or `" + closing + "` here",
              trail_.open_flow
                  ? "`" + opened + "` opens in line " +
                        std::to_string(source_.At(*trail_.open_flow).line) +
                        ", and a comma ends a value in it: a value with commas and "
                        "quotation marks is put in single quotes, or on a line of its own"
                  : "");
  }

  // Where a quotation mark opens that nothing closes; found by its looks.
  size_t Unclosed() const {
    for (size_t i = trail_.last_scalar_end; i < text_.size(); ++i) {
      if ((text_[i] == '"' || text_[i] == '\'') &&
          (i == 0 || std::string_view(" \t\n:,[{").find(text_[i - 1]) != std::string_view::npos))
        return i;
    }
    return offset_;
  }

  Problem SecondColon() const {
    const size_t line = source_.LineStart(offset_);
    if (text_.substr(line, offset_ - line).find(": ") != std::string_view::npos)
      return At(offset_, "there is a second `:` in one line", kQuoteAll);
    return At(offset_, "a key cannot be here: what precedes it belongs to the value above",
              "check the indentation of this line and of the one above");
  }

  Problem OutOfPlace() const {
    if (LastWasQuoted() && OnLineOfLastScalarsEnd())
      return At(offset_, "text follows a closing quotation mark", kQuoteAll);
    return At(offset_, "this does not fit what is above",
              "check the indentation; items of one list or map begin in the same column");
  }

  const SourceText& source_;
  std::string_view text_;
  const std::string& message_;
  size_t offset_;
  const YamlTrail& trail_;
};

}  // namespace

Problem ExplainYamlError(const SourceText& source, const std::string& message, size_t offset,
                         const YamlTrail& trail) {
  return YamlExplainer(source, message, offset, trail).Explain();
}

}  // namespace textmill::core
