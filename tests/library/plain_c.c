/* libtextmill from plain C11: a pipeline from its text to its output, in one place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "textmill/engine.h"

static textmill_error error;

/* A program ends when something fails; so does this one. */
static void check(int32_t code) {
  if (code == TEXTMILL_OK) return;
  fprintf(stderr, "%s (%s)\n", error.message, error.hint);
  exit(1);
}

int main(int argc, char** argv) {
  char path[4096], set[4200];
  snprintf(path, sizeof path, "%s/library_plain_c.jsonl", argc > 1 ? argv[1] : ".");
  snprintf(set, sizeof set, "read.path=%s", path);
  FILE* file = fopen(path, "w");
  if (file == NULL) return 1;
  fputs("{\"text\": \"one\"}\n{\"text\": \"one\"}\n{\"text\": \"two\"}\n", file);
  fclose(file);

  const char* const sets[] = {set, NULL};
  textmill_plan_options options;
  memset(&options, 0, sizeof options);
  options.file = "plain.yaml";
  options.text =
      "textmill: 1\n"
      "name: plain\n"
      "steps:\n"
      "  - uses: read.jsonl\n"
      "    id: read\n"
      "    with: { path: x }\n"
      "  - uses: dedup.exact\n"
      "  - uses: write.text\n"
      "    with: { path: out.txt, separator: \"\\n\" }\n";
  options.set = sets;

  textmill_plan* plan = NULL;
  check(textmill_plan_open(&options, &plan, &error));
  const textmill_problem* problems = NULL;
  uint64_t n = 0;
  textmill_plan_problems(plan, &problems, &n);
  for (uint64_t i = 0; i < n; ++i)
    fprintf(stderr, "%s:%d:%d: %s\n", problems[i].file, problems[i].line, problems[i].column,
            problems[i].message);
  if (n > 0) return 1;

  const textmill_step_info* steps = NULL;
  uint64_t n_steps = 0;
  textmill_plan_steps(plan, &steps, &n_steps);
  check(textmill_plan_begin(plan, 0, (uint32_t)n_steps - 1, &error));
  for (;;) {
    textmill_unit unit;
    const int32_t code = textmill_plan_next_unit(plan, 1 << 20, &unit, &error);
    if (code == TEXTMILL_END) break;
    check(code);
    struct ArrowArray documents;
    check(textmill_plan_read(plan, &unit, &documents, &error));
    documents.release(&documents);
  }
  for (uint32_t i = 0; i < n_steps; ++i) check(textmill_plan_finish(plan, i, &error));
  for (uint32_t when = TEXTMILL_AT_BEGIN; when <= TEXTMILL_AT_END; ++when) {
    textmill_string bytes;
    check(textmill_plan_take_output(plan, 0, when, &bytes, &error));
    fwrite(bytes.data, 1, bytes.size, stdout);
  }
  const textmill_count* counts = NULL;
  check(textmill_plan_take_account(plan, &counts, &n, &error));
  for (uint64_t i = 0; i < n; ++i) {
    if (counts[i].what == TEXTMILL_COUNT_DROPPED)
      printf("%s: %s: %d\n", steps[counts[i].step].id, counts[i].name, (int)counts[i].n);
  }
  textmill_plan_close(plan);
  remove(path);
  return 0;
}
