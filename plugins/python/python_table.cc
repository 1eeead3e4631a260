#include "plugins/python/python_table.h"

#include <optional>
#include <string>

#include "plugins/python/plain_types.h"

namespace textmill::python {
PythonTable::PythonTable()
    : PythonStage("table", "Makes a table of all documents by a class in Python."),
      makes(this,
            MakesParam("The columns of the table, where the hints of `rows` do not say so.")) {
  Can(TEXTMILL_COMMITS);
  Explain(
      "An object of the class is made, its `add(self, text: str)` is called with the columns that "
      "it names, document by document in input order, and in the end its `rows(self)` gives the "
      "rows, as a list or by `yield`: a TypedDict, a dataclass or a NamedTuple each. All of it is "
      "done in one process. An exception in `add` costs that document. When the process dies, the "
      "run ends, for what it remembered is lost. To be resumed, the object is saved by `pickle`. "
      "See [stages in Python](../python.md).",
      "- uses: python.table\n"
      "  id: words\n"
      "  with: { module: my_stage.py, function: Words }\n"
      "- uses: write.csv\n"
      "  from: words\n"
      "  with: { path: out/words.csv }");
  DocumentNeed("text", "any", "the columns that `add` takes");
  DocumentTable("rows", "what `rows` gives");
}

void PythonTable::Bind(Binder& binder) {
  BindModule(binder, makes.get(), false);
  binder.Table(StructOf("rows", signature().makes));
}

MessageReader PythonTable::Ask(MessageWriter message) const {
  auto answer = worker_->Ask(message.Finish());
  if (!answer) {
    throw Error("the Python process " + worker_->why() +
                ", and what it remembered of the documents is lost");
  }
  return *answer;
}

void PythonTable::Commit(const Batch& batch, const Carried&, Reply& reply) {
  MessageReader answer = Ask(Rows(batch, 0, batch.rows()));
  const int64_t n = answer.Number();
  const MessageColumn rows = answer.Column(kNumber, n), messages = answer.Column(kText, n);
  for (int64_t i = 0; i < n; ++i) {
    const auto row = rows.Value<int64_t>(i);
    if (row < 0 || row >= batch.rows())
      throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
    reply.Fail(row, messages.Bytes(i));
  }
}

bool PythonTable::NextTable(uint32_t, StructBuilder& rows) {
  MessageReader answer = Ask(MessageWriter('T', 0));
  const int64_t n = answer.number();
  std::vector<MessageColumn> columns;
  for (const Field& field : signature().makes) columns.push_back(answer.Column(field, n));
  for (int64_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < columns.size(); ++k) columns[k].Append(i, rows.any_member(k));
    rows.EndRow();
  }
  return n > 0;
}

void PythonTable::Save(StateWriter& to) const {
  MessageReader answer = Ask(MessageWriter('S', 0));
  const MessageColumn bytes = answer.Column(kBinary, 1);
  to.PutBytes(bytes.Bytes(0));
}

void PythonTable::Restore(StateReader& from) {
  BytesBuilder builder;
  builder.Append(from.TakeBytes());
  ArrowArray array{};
  builder.Finish(&array);
  MessageWriter message('L', 1);
  message.Column(kBinary, array, 0, 1);
  array.release(&array);
  Ask(std::move(message));
}

}  // namespace textmill::python
