#include "plugins/exec/exec.h"

#include <algorithm>

#include "plugins/exec/answer.h"
#include "plugins/lib/io/type_name.h"
#include "textmill/column_choice.hpp"
#include "textmill/json.hpp"

namespace textmill::exec {
struct Exec::OneLane final : Lane {
  OneLane(const Terms& terms, const std::vector<Field>& given)
      : conversation(terms), encoder(given) {}
  Conversation conversation;
  JsonEncoder encoder;
  Buffer lines;
};

Exec::Exec() {
  Describe("exec", "1.0.0", "Puts each document to a program and takes its answer.");
  Explain(
      "The program reads a line of JSON for each document on its standard input: an object of the "
      "`columns`, and `_row`, a number. For each it writes one line on its standard output, in the "
      "same order: an object with that `_row` and the columns that `makes` names. Null is a value, "
      "a member that is missing is a failure. Other members are ignored, so a program may write "
      "back the object that it read.\n\n"
      "`{\"_row\": 7, \"_drop\": \"why\"}` drops the document with the reason `program` and that "
      "explanation, `{\"_row\": 7, \"_error\": \"why\"}` lets it fail.\n\n"
      "The program has to write out each answer before it waits for the next line: `jq "
      "--unbuffered`, `grep --line-buffered`; Python does so by itself here. One that cannot gets "
      "`lifetime: batch`. What it says of a document has to depend on that document alone, not on "
      "`_row`, nor on those before: each thread has a process of its own, and a document may be "
      "put to it again.\n\n"
      "An answer that is missing, there twice, out of order or no JSON costs the documents "
      "concerned. So does a program that dies: the documents without an answer are put to a new "
      "one, each alone; the run ends when twenty of them in all have died and none has answered. "
      "The one that is waited for fails when no answer comes for `timeout`; the tenth in a row, "
      "with "
      "no answer in between, ends the run. What "
      "the program writes on standard error is shown, 20 lines of it. A program that is not there "
      "is found before the run. It is started without a shell: for a pipe or `*`, say `[sh, -c, "
      "\"...\"]`.",
      "- uses: exec\n"
      "  with:\n"
      "    command: [sed, 's/\"text\":/\"copy\":/']\n"
      "    lifetime: batch\n"
      "    columns: [text]\n"
      "    makes: { copy: string }");
  DocumentNeed("text", "any", "whatever `columns` names");
  DocumentProduct("<name>", "any", "whatever `makes` names");
}

void Exec::Bind(Binder& binder) {
  const std::vector<std::string>& words = *command;
  if (words.empty()) throw Error("there is no program in an empty list").Parameter("command");
  try {
    terms_.command.program = process::FindProgram(words[0]);
  } catch (Error& error) {
    if (words.size() == 1 && words[0].find(' ') != std::string::npos)
      error.Hint("The program and its arguments are a list: [PROGRAM, ARGUMENT, ...]");
    throw error.Parameter(words.size() == 1 ? "command" : "command[0]");
  }
  terms_.command.arguments = words;
  // A program in Python then writes each line out.
  terms_.command.environment = {"PYTHONUNBUFFERED=1"};
  terms_.name = words[0];
  terms_.timeout = std::chrono::nanoseconds(timeout->nanoseconds);
  terms_.max_line_bytes = static_cast<size_t>(max_line_bytes->bytes);
  terms_.holds_back = lifetime == "batch";

  given_.clear();
  given_slots_.clear();
  for (const int place : ChooseColumns(binder, columns)) {
    const Field& field = binder.input()[static_cast<size_t>(place)];
    given_.push_back(field);
    given_.back().SetMeta(TEXTMILL_META_OPTIONAL, "0");  // what is null is there, as null
    given_slots_.push_back(binder.Use(field.name));
    JsonValue{field};  // throws where the type has no JSON
  }

  made_.clear();
  made_slots_.clear();
  for (const auto& [name, type] : *makes) {
    const std::string parameter = "makes." + name;
    if (name.empty() || name[0] == '_')
      throw Error(
          "a column's name does not begin with `_`, which is for `_row`, `_drop` and `_error`")
          .Parameter(parameter);
    try {
      made_.push_back(io::TypeNamed(type));
    } catch (Error& error) {
      throw error.Parameter(parameter);
    }
    made_.back().name = name;
    made_slots_.push_back(binder.Produce(Part::kColumns, made_.back()));
  }
}

void Exec::Open(const textmill_open_request&) {
  terms_.cancelled = [this] { return Cancelled(); };
  terms_.errors.Start(terms_.name,
                      [this](const std::string& line) { Log(TEXTMILL_LOG_INFO, line); });
  terms_.warn = [this](const std::string& sentence) { Log(TEXTMILL_LOG_WARNING, sentence); };
}

std::unique_ptr<Lane> Exec::NewLane() const { return std::make_unique<OneLane>(terms_, given_); }

void Exec::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& mine = static_cast<OneLane&>(*lane);
  mine.lines.Clear();
  std::vector<const ArrowArray*> arrays;
  for (const int slot : given_slots_) arrays.push_back(&batch.array(slot));
  std::vector<size_t> ends;
  for (int64_t row = 0; row < batch.rows(); ++row) {
    mine.encoder.AppendRow(arrays.data(), batch.raw().columns->offset, row, mine.lines);
    ends.push_back(mine.lines.size());
  }
  std::vector<std::string_view> documents;
  size_t begin = 0;
  for (const size_t end : ends) {
    documents.emplace_back(mine.lines.data() + begin + 1, end - begin - 1);  // without the brace
    begin = end;
  }
  std::vector<Conversation::Outcome> outcomes = mine.conversation.Ask(documents);
  for (int64_t row = 0; row < batch.rows(); ++row) {
    Conversation::Outcome& outcome = outcomes[static_cast<size_t>(row)];
    auto kind = Answer::Kind::kError;
    std::string reason = outcome.failure;
    if (reason.empty()) {
      outcome.answer.reserve(outcome.answer.size() + 64);
      const Answer answer(outcome.answer, made_);
      kind = answer.kind();
      reason = answer.why();
      if (kind == Answer::Kind::kValues) {
        for (size_t k = 0; k < made_.size(); ++k)
          answer.Append(k, reply.At(Part::kColumns, made_slots_[k]));
      }
    }
    if (kind != Answer::Kind::kValues) reply.AppendNulls();
    if (kind == Answer::Kind::kError)
      reply.Fail(row, reason.empty() ? "the program gave no reason" : reason);
    if (kind == Answer::Kind::kDrop) {
      reply.Drop(program);
      reply[why].Append(reason);
    } else {
      reply.Keep();
      reply[why].AppendNull();
    }
  }
}

std::string Exec::Notes() const {
  return "runs " + terms_.command.program +
         (terms_.holds_back ? ", once for each batch" : ", one process for each thread");
}

std::vector<AccountNumber> Exec::Account() const {
  std::vector<AccountNumber> numbers;
  if (terms_.errors.lines() > 0)
    numbers.push_back({"lines on standard error", terms_.name, terms_.errors.lines()});
  if (terms_.repeated > 0)
    numbers.push_back({"answers that came twice or too late", terms_.name, terms_.repeated});
  return numbers;
}

}  // namespace textmill::exec
