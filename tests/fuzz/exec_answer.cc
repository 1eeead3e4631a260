// What a program answers to `exec`: any line is values of the declared types, a drop or an error.
#include <string>
#include <vector>

#include "plugins/exec/answer.h"
#include "plugins/lib/io/type_name.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(exec_answer) {
  std::vector<Field> columns;
  for (const char* type : {"string", "int", "float", "bool", "timestamp", "list<string>",
                           "list<{k: string, n: int}>"}) {
    columns.push_back(io::TypeNamed(type));
    columns.back().name = std::string(1, static_cast<char>('a' + columns.size() - 1));
  }
  std::string line(input);
  exec::RowOf(line);
  line.reserve(line.size() + 64);  // which may be read
  const exec::Answer answer(line, columns);
  if (answer.kind() != exec::Answer::Kind::kValues) return;
  for (size_t k = 0; k < columns.size(); ++k) {
    const auto builder = MakeBuilder(columns[k]);
    answer.Append(k, *builder);
    Expect(builder->size() == 1, "an answer has a value for each column");
  }
}

}  // namespace textmill::fuzz
