/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/source.c"

int main(void) {
  const char* const kFile = "my_plugin_test.txt";
  FILE* file = fopen(kFile, "wb");
  if (file == NULL) return 1;
  fputs("one\ntwo", file);
  fclose(file);
  const textmill_input input = {kFile, 7};
  textmill_error error;
  uint64_t first = 0, last = 0;
  EndOfLine(&input, 0, &first, &error);
  EndOfLine(&input, 4, &last, &error);
  remove(kFile);
  const int good = first == 4 && last == 7;
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
