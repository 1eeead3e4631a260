/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/map.c"

int main(void) {
  const int good = CountWords("one two", 7) == 2 && CountWords(" \n", 2) == 0;
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
