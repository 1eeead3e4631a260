/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/sink.c"

int main(void) {
  textmill_column lines = textmill_new_column("z");
  const textmill_string title = {"A", 1};
  AppendLine(&lines, title);
  const int good = lines.rows == 1 && memcmp(lines.values.data, "- A\n", 4) == 0;
  textmill_free_column(&lines);
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
