// Messages of a worker in Python: any bytes are columns of the types that are expected, or an
// error.
#include <string>
#include <vector>

#include "plugins/lib/io/type_name.h"
#include "plugins/python/message.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(python_message) {
  try {
    python::MessageReader reader(input);
    const int64_t rows = reader.number();
    if (rows > 1000) return;
    for (const char* type : {"string", "int", "float", "bool", "timestamp", "list<string>",
                             "list<{k: string, n: int}>"}) {
      const Field field = io::TypeNamed(type);
      const python::MessageColumn column = reader.Column(field, rows);
      const auto builder = MakeBuilder(field);
      for (int64_t i = 0; i < rows; ++i) column.Append(i, *builder);
      Expect(builder->size() == rows, "a column has a value for each row");
    }
  } catch (const Error&) {
  }
}

}  // namespace textmill::fuzz
