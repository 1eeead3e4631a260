/* The stage's own test. Its source is included, so that the test reaches what is static. */
#include "../../examples/c/table.c"

int main(void) {
  Instance* self = calloc(1, sizeof *self);
  const textmill_string fr = {"fr", 2}, en = {"en", 2};
  const int counted =
      self != NULL && Count(self, fr, 1) && Count(self, en, 1) && Count(self, fr, 1);
  const int good = counted && self->n == 2 && self->entries[1].documents == 2;
  if (self != NULL) Close(self);
  puts(good ? "passed" : "failed");
  return good ? 0 : 1;
}
