/* libtextmill: Textmill's engine for other programs. A pipeline is opened, and documents are taken
 * through some of its steps as Arrow arrays: in one place, or in many that have some other program
 * to move data between them.
 *
 *     textmill_plan_open               a pipeline as YAML; what is wrong with it is data
 *     textmill_plan_steps, _segments   which steps there are, and where they can be cut
 *     textmill_plan_begin              opens the stages of some steps that follow each other
 *     textmill_plan_next_unit          cuts the inputs into pieces
 *     textmill_plan_read, _process     documents of a piece, or of an array, through these steps
 *     textmill_plan_save, _merge ...   what a step remembers
 *     textmill_plan_finish             ends a step: writers and tables
 *     textmill_plan_take_...           bytes of outputs, lines of documents that went, the account
 *     textmill_plan_open_outputs, ...  the files of a run in several places
 *     textmill_plan_close
 *
 * One plan is one place of work: its stages see one stretch of the input, in input order. Each
 * place has a plan of its own, opened with the same text and options. A plan is used by one thread
 * at a time; several plans may be used at once. Steps work in the calling thread and process,
 * whatever the pipeline says by `isolate`: a stage that crashes takes the process with it.
 * `threads`, spools, and the files that outputs are kept in are the caller's matter. Stages are
 * looked at in a child process before they are loaded, when a plan is opened.
 *
 * Errors: a function returns TEXTMILL_OK or another code of abi.h, and fills `error`, which belongs
 * to the caller and may be NULL; its `subject` is the id of the step. No exception leaves the
 * library. A call that comes at the wrong time, with what is not of this plan, with NULL where
 * something has to be, or while another is under way, is refused and changes nothing. After an
 * error in the work itself the plan is good for nothing but close, and says so: what it has of its
 * stretch is not whole.
 *
 * What goes in is borrowed until the call returns, but for arrays that are said to be moved: those
 * are released, whatever comes of the call. Arrow structs that come out belong to the caller, and
 * may outlive the plan; strings and lists belong to the plan, and are valid until the next call of
 * the same function for it. Not offered, and refused by begin: `unique_ids`, and writers of a file
 * for each value of a column. */
#ifndef TEXTMILL_ENGINE_H_
#define TEXTMILL_ENGINE_H_

#include "abi.h"
#include "extensions.h"

#if defined(__GNUC__)
#define TEXTMILL_API __attribute__((visibility("default")))
#else
#define TEXTMILL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header, and of the library. In other versions structs may differ: a program that finds
 * the library at run time compares the two before all else. */
#define TEXTMILL_ENGINE_VERSION "0.1.0"
TEXTMILL_API const char* textmill_version(void);

/* ---- Plans ---------------------------------------------------------------------------------- */

typedef struct textmill_plan textmill_plan;

enum {
  /* Inputs and outputs are looked at as `textmill run` does: inputs are there, outputs are not. */
  TEXTMILL_PLAN_LOOKS_AT_FILES = 1,
  /* Outputs may be there, and are replaced by textmill_plan_publish. */
  TEXTMILL_PLAN_REPLACES_OUTPUTS = 2,
  /* All columns are read, for the caller wants documents as they leave the last step; else only
   * those that steps use. */
  TEXTMILL_PLAN_GIVES_DOCUMENTS = 4
};

typedef struct textmill_plan_options {
  /* The pipeline's text; NULL: it is read from `file`. */
  const char* text;
  /* How messages call the pipeline. The folder of this path is ${PIPELINE_FOLDER}; it need not be
   * there unless the pipeline uses it. Other paths are relative to the working folder. */
  const char* file;
  const char* const* set; /* "ID.PARAM=VALUE"; NULL-terminated, or NULL */
  /* Looked at before the usual ones (which are those of the program, and the ones beside the
   * library: plugins/ and textmill/plugins/); NULL-terminated, or NULL. */
  const char* const* plugin_folders;
  uint64_t memory;   /* bytes that all its steps together may keep of documents; 0: no limit */
  uint32_t flags;    /* TEXTMILL_PLAN_LOOKS_AT_FILES | ... */
  uint32_t reserved; /* 0 */
  /* What stages say to people; on a thread that works for the plan. May be NULL. */
  void (*log)(void* self, int32_t level, const char* step, const char* message);
  void* self;
  const char* summary; /* where textmill_plan_publish writes a summary of the run; NULL: nowhere */
} textmill_plan_options;

/* A plan is made even of a pipeline with mistakes: then it has problems, and all else but close is
 * refused. */
TEXTMILL_API int32_t textmill_plan_open(const textmill_plan_options* options, textmill_plan** plan,
                                        textmill_error* error);
/* NULL is no mistake. */
TEXTMILL_API void textmill_plan_close(textmill_plan* plan);

typedef struct textmill_problem {
  const char* file;     /* or the option that is wrong: "--set wire.threshold=0.8" */
  int32_t line, column; /* from 1 on; 0: all of the file */
  const char* message;
  const char* hint; /* or "" */
} textmill_problem;

/* All that is wrong with the pipeline, in its order. */
TEXTMILL_API void textmill_plan_problems(const textmill_plan* plan,
                                         const textmill_problem** problems, uint64_t* n);

/* Kinds of steps beyond those of abi.h: conditions and values. */
enum { TEXTMILL_KEEP = 100, TEXTMILL_SET = 101 };

typedef struct textmill_step_info {
  const char* id;
  const char* uses;
  uint32_t kind;    /* TEXTMILL_SOURCE, ..., TEXTMILL_KEEP, TEXTMILL_SET */
  uint32_t flags;   /* TEXTMILL_COMMITS | TEXTMILL_REPLAYS | ...: as the stage is bound */
  uint32_t split;   /* TEXTMILL_SPLIT_FREELY, ...: how it may be worked through in several places */
  uint32_t table;   /* of a writer of a table: which one ... */
  int32_t table_of; /* ... of which step; else -1 */
  uint32_t as_they_came; /* 1: documents leave it as they came, or not at all */
  const char* why; /* why it has to be TEXTMILL_SPLIT_WHOLE, where the stage says it; else "" */
} textmill_step_info;

TEXTMILL_API void textmill_plan_steps(const textmill_plan* plan, const textmill_step_info** steps,
                                      uint64_t* n);

/* Steps from `first` to `last`, both included, that can be worked through in stretches or parts of
 * the input as `split` says. Writers of tables are passed over: they work with the step that makes
 * the table.
 *
 *   TEXTMILL_SPLIT_FREELY     any documents, anywhere
 *   TEXTMILL_SPLIT_MERGE      stretches; each step that has to be merged is saved in each of them.
 *                             One that replays (TEXTMILL_REPLAYS) ends a segment with its pass 0,
 *                             and begins the next one with pass 1
 *   TEXTMILL_SPLIT_PARTITION  one step: documents that keys connect go to one place
 *   TEXTMILL_SPLIT_WHOLE      one step: all documents go to one place
 */
typedef struct textmill_segment {
  uint32_t first, last;
  uint32_t split;
  uint32_t reserved;
} textmill_segment;

TEXTMILL_API void textmill_plan_segments(const textmill_plan* plan,
                                         const textmill_segment** segments, uint64_t* n);

typedef struct textmill_planned_output {
  const char* path; /* as the pipeline has it: its ending says how it is to be compressed */
  uint32_t step;
  uint32_t flags; /* TEXTMILL_OUTPUT_RAW: never compressed */
  uint32_t many;  /* 1: a file for each value of columns; begin refuses its step */
  uint32_t reserved;
} textmill_planned_output;

TEXTMILL_API void textmill_plan_outputs(const textmill_plan* plan,
                                        const textmill_planned_output** outputs, uint64_t* n);

/* The inputs of the reader, in their order; looks at folders, opens no file. */
TEXTMILL_API int32_t textmill_plan_inputs(textmill_plan* plan, const textmill_input** inputs,
                                          uint64_t* n, textmill_error* error);

/* Documents as they reach step `step`, from 1 to the number of steps: as they leave the last one. A
 * struct of the columns there, and after them the column TEXTMILL_PLACE, which says where each came
 * from and goes with the document wherever it goes. */
#define TEXTMILL_PLACE "textmill:place"
/* {input, offset, length, unit_begin, unit_end, unit_flags, row}, all of them int64. `row` is the
 * caller's own: 0 as a document is read, then as the caller changes it; it stays with the document,
 * and with all that are made of it. */
TEXTMILL_API int32_t textmill_plan_schema(const textmill_plan* plan, uint32_t step,
                                          struct ArrowSchema* schema, textmill_error* error);

/* ---- Documents ------------------------------------------------------------------------------ */

/* Opens the stages of steps `first` to `last`, and the writers that take their tables. Once in the
 * life of a plan. Of these steps only the first and the last may replay: where they are two, the
 * first is in its pass 1 and has to be restored, and the last in its pass 0. A step that is begun
 * alone goes through both: it is in pass 0 until textmill_plan_end_of_pass or _begin_at.
 *
 * Temporary files are in TMPDIR, else in /tmp, and go with the plan. */
TEXTMILL_API int32_t textmill_plan_begin(textmill_plan* plan, uint32_t first, uint32_t last,
                                         textmill_error* error);

/* The next piece of the inputs, about `want_bytes` long, or TEXTMILL_END; for plans that begin with
 * step 0. The same sizes give the same pieces wherever the inputs are the same: to read in several
 * places, each plan cuts from the front, and leaves the pieces of the others unread. It is plain
 * data, but for the payload, which has the bytes themselves of what cannot be read by position
 * (compressed files); it belongs to the caller: `unit.payload.release` it where set. An input that
 * cannot be read goes into the account and the failed documents (in each place that cuts it), and
 * the next piece is that of another one. */
TEXTMILL_API int32_t textmill_plan_next_unit(textmill_plan* plan, uint64_t want_bytes,
                                             textmill_unit* unit, textmill_error* error);

/* Reads a piece that this plan has cut, and takes its documents through the steps that were begun.
 * `documents` are as they leave the last of them: textmill_plan_schema of the next. Moves the
 * payload of the unit. */
TEXTMILL_API int32_t textmill_plan_read(textmill_plan* plan, textmill_unit* unit,
                                        struct ArrowArray* documents, textmill_error* error);

/* Takes documents through the steps that were begun, the reader not among them. `schema` and
 * `documents` are as textmill_plan_schema says of the first of them; `documents` is moved. Where
 * the last step is in pass 0, documents come out as they reach it, without those that failed, and
 * have to be given to it again in pass 1, in the same order. The record of a document that fails is
 * read again from its input; where that cannot be, as of a compressed one, its line has
 * "record_error". */
TEXTMILL_API int32_t textmill_plan_process(textmill_plan* plan, const struct ArrowSchema* schema,
                                           struct ArrowArray* documents, struct ArrowArray* out,
                                           textmill_error* error);

/* ---- Steps that remember; `step` was begun --------------------------------------------------- */

/* TEXTMILL_SPLIT_PARTITION: the keys of each document, as a list of uint64; documents that share
 * one, or are connected by others, have to be seen by one plan, in input order. Changes nothing,
 * and borrows `documents`, which are as they reach the step. */
TEXTMILL_API int32_t textmill_plan_keys(textmill_plan* plan, uint32_t step,
                                        const struct ArrowSchema* schema,
                                        const struct ArrowArray* documents, struct ArrowArray* keys,
                                        textmill_error* error);
/* What it remembers, as textmill.state/1 has it. At any time after begin. */
TEXTMILL_API int32_t textmill_plan_save(textmill_plan* plan, uint32_t step, textmill_string* state,
                                        textmill_error* error);
/* Once, before the first document: of a plan with the same pipeline and options. */
TEXTMILL_API int32_t textmill_plan_restore(textmill_plan* plan, uint32_t step, const void* state,
                                           uint64_t size, textmill_error* error);
/* TEXTMILL_SPLIT_MERGE: takes in the state of one that saw later input, in the same pass. Writers
 * may write meanwhile: between what was written of both. */
TEXTMILL_API int32_t textmill_plan_merge(textmill_plan* plan, uint32_t step, const void* state,
                                         uint64_t size, textmill_error* error);
/* Of a step that replays, once all documents of its pass 0 are through, or merged. */
TEXTMILL_API int32_t textmill_plan_end_of_pass(textmill_plan* plan, uint32_t step,
                                               textmill_error* error);
/* Of a step that replays, after restore of what was saved after end_of_pass: a stretch of pass 1
 * comes. `rows`: the sum of TEXTMILL_COUNT_PASS_0 of all that comes before the stretch. Stretches
 * begin where one of pass 0 did, or a call in it. */
TEXTMILL_API int32_t textmill_plan_begin_at(textmill_plan* plan, uint32_t step, uint64_t rows,
                                            textmill_error* error);

/* Ends a step after its last document: writers end their files, and tables go through the writers
 * that take them. Once for each step that was begun, in their order; in several places, of a step
 * that is merged, only in the one that took in all others. */
TEXTMILL_API int32_t textmill_plan_finish(textmill_plan* plan, uint32_t step,
                                          textmill_error* error);

/* ---- What came of it ------------------------------------------------------------------------- */

/* When bytes were written. Of a writer with TEXTMILL_SPLIT_FREELY, those of all stretches, one
 * after the other, make its file: what is written at the beginning is taken of the first stretch,
 * and what is written at the end, of the last. */
enum { TEXTMILL_AT_BEGIN = 0, TEXTMILL_AT_ROWS = 1, TEXTMILL_AT_END = 2 };

/* Moves out what was written to an output (by its place in textmill_plan_outputs) since the last
 * call; not compressed. */
TEXTMILL_API int32_t textmill_plan_take_output(textmill_plan* plan, uint64_t output, uint32_t when,
                                               textmill_string* bytes, textmill_error* error);

/* Moves out lines of documents that were dropped, or that failed: a struct
 *
 *     {pass: int64, input: int64, offset: int64, turn: int64, row: int64, line: binary}
 *
 * in the order in which they came about. Lines of several places, sorted by the first five, and
 * where these are alike in the places' order, are the file that `textmill run` writes. `pass`: how
 * often documents began to come again before; `turn`: twice the step's number, and one more for
 * what it said in its commit; `row`: as in TEXTMILL_PLACE. Inputs of which only the end showed that
 * something is wrong have the largest int64 as `input`, and their own number as `offset`.
 *
 * As many as make 64 MiB, one at least: to be called until there are none. */
enum { TEXTMILL_DROPPED = 0, TEXTMILL_FAILED = 1 };
TEXTMILL_API int32_t textmill_plan_take_removed(textmill_plan* plan, uint32_t what,
                                                struct ArrowArray* lines, textmill_error* error);

enum {
  TEXTMILL_COUNT_IN = 0,   /* documents that reached the step; of the reader: records */
  TEXTMILL_COUNT_MADE = 1, /* children beyond the first */
  TEXTMILL_COUNT_FAILED = 2,
  TEXTMILL_COUNT_DROPPED = 3,      /* `index`: the verdict; `name`: its reason */
  TEXTMILL_COUNT_COUNTER = 4,      /* `index` and `name` of the stage's counter */
  TEXTMILL_COUNT_FINISHED = 5,     /* documents that came through all steps; by the last step */
  TEXTMILL_COUNT_INPUT_FAILED = 6, /* of the reader; `name`: why, of the first few, else "" */
  TEXTMILL_COUNT_NANOSECONDS = 7,
  /* Numbers of textmill.account/1, by `group` and `name`, when the step is finished: what was added
   * since begin or begin_at, and what was there before (such as files that were passed over; alike
   * in all places with the same inputs). One that fell, such as rows of a table that no document
   * has used, says nothing of all places together: textmill_plan_publish leaves it out. */
  TEXTMILL_COUNT_ACCOUNT = 8,
  TEXTMILL_COUNT_ACCOUNT_BEFORE = 9,
  TEXTMILL_COUNT_PASS_0 = 10 /* documents that the step committed in pass 0 of two */
};

typedef struct textmill_count {
  uint32_t step;
  uint32_t what;
  uint32_t index; /* or 0 */
  uint32_t reserved;
  const char* group; /* or "" */
  const char* name;  /* or "" */
  int64_t n;
} textmill_count;

/* Moves out the account of all since the last call; counts that are 0 are left out, but for numbers
 * of textmill.account/1. Accounts of places add up: over the whole corpus, in of the reader + made
 * = finished + dropped + failed. */
TEXTMILL_API int32_t textmill_plan_take_account(textmill_plan* plan, const textmill_count** counts,
                                                uint64_t* n, textmill_error* error);

/* ---- The end of a run in several places ------------------------------------------------------
 *
 * A plan that has begun nothing keeps the files of a run as `textmill run` does: as PATH.part until
 * all of it is published, compressed as their endings say, with locks against other runs. Closed
 * before, it leaves what was written as PATH.part. */

/* `threads`: how many may compress an output. */
TEXTMILL_API int32_t textmill_plan_open_outputs(textmill_plan* plan, uint32_t threads,
                                                textmill_error* error);
/* The next bytes of an output, by its place in textmill_plan_outputs. */
TEXTMILL_API int32_t textmill_plan_write_output(textmill_plan* plan, uint64_t output,
                                                const void* bytes, uint64_t size,
                                                textmill_error* error);
/* The next lines of what was dropped or failed: TEXTMILL_DROPPED, TEXTMILL_FAILED. */
TEXTMILL_API int32_t textmill_plan_write_removed(textmill_plan* plan, uint32_t what,
                                                 const void* lines, uint64_t size,
                                                 textmill_error* error);
/* Adds what textmill_plan_take_account gave in some place. */
TEXTMILL_API int32_t textmill_plan_add_account(textmill_plan* plan, const textmill_count* counts,
                                               uint64_t n, textmill_error* error);
/* Gives all files their names, or none. Refused where the account does not add up, or more failed
 * than `stop_after_failures` of the pipeline. `command` and `set` are for the summary, and
 * NULL-terminated, or NULL; it is as `textmill run --summary` writes it. */
TEXTMILL_API int32_t textmill_plan_publish(textmill_plan* plan, const char* const* command,
                                           const char* const* set, int64_t bytes_read,
                                           textmill_string* summary, textmill_error* error);

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_ENGINE_H_ */
