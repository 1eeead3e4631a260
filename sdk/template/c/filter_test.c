/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/filter.c"

int main(void) {
  const textmill_bytes word = {"ship", 4, 4};
  const textmill_string yes = {"a ship", 6}, no = {"a train", 7}, nothing = {"", 0};
  const int good = Contains(yes, &word) && !Contains(no, &word) && !Contains(nothing, &word);
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
