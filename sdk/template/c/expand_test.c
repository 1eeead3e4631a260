/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/expand.c"

int main(void) {
  const int good =
      LineLength("one\ntwo", 7) == 3 && LineLength("one", 3) == 3 && LineLength("", 0) == 0;
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
