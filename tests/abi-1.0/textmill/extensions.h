/* Extensions of the binary interface: tables of functions that one side asks the other for by a
 * string, the host through `textmill_stage.extension`, a stage through `textmill_host.extension`.
 * NULL is the answer of a side that does not know the string, and means that nothing changes: a
 * stage without an extension is used without it.
 *
 * A table is frozen once released, like the structs of abi.h; what would change it gets a new
 * string ("textmill.state/2"). Threads and errors are written as in abi.h. */
#ifndef TEXTMILL_EXTENSIONS_H_
#define TEXTMILL_EXTENSIONS_H_

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Notes, of a stage --------------------------------------------------------------------------
 *
 * What a stage has planned, for people: `textmill explain` prints it after the step. A stage that
 * derives something from its parameters that the user should know (how much will be found, how
 * much space will be taken) says it here, in sentences, one per line. */

#define TEXTMILL_NOTES_1 "textmill.notes/1"

typedef struct textmill_notes_1 {
  /* After bind, without I/O. The text belongs to the instance and is valid until its next call. A
   * size of 0: nothing to say. [main] */
  int32_t (*notes)(void* instance, textmill_string* text, textmill_error* error);
} textmill_notes_1;

/* ---- Input, of the host -------------------------------------------------------------------------
 *
 * How much there is to read, for estimates that are made beforehand. */

#define TEXTMILL_INPUT_1 "textmill.input/1"

typedef struct textmill_input_1 {
  /* Bytes of all inputs as they are stored, compressed ones compressed; -1 where that is not known,
   * as of standard input. From bind on. Any thread. */
  int64_t (*bytes)(const textmill_host* host);
} textmill_input_1;

/* ---- Account, of a stage ------------------------------------------------------------------------
 *
 * What a stage has to say at the end of a run beyond the counters of its replies: numbers under
 * names that only the run shows ("files passed over": ".pdf", 3), and inputs of which something
 * turned out to be wrong after their units were given, such as one that changed while it was read.
 * The summary has both, and such inputs count as failed. */

#define TEXTMILL_ACCOUNT_1 "textmill.account/1"

typedef struct textmill_account_1 {
  /* Number `i`, from 0 on, or TEXTMILL_END after the last. `group` and `name` belong to the
   * instance and are valid until the next call. At checkpoints, while no batch is under way, and
   * after the last batch, of a run that failed, too; before the stage is closed. [main] */
  int32_t (*number)(void* instance, uint64_t i, textmill_string* group, textmill_string* name,
                    int64_t* n, textmill_error* error);
  /* The next input that is at fault, and why, or TEXTMILL_END. Sources; once all units were read.
   * [main] */
  int32_t (*fault)(void* instance, uint32_t* input, textmill_string* why, textmill_error* error);
} textmill_account_1;

/* ---- State, of a stage --------------------------------------------------------------------------
 *
 * Saves what an instance remembers of the documents that it has seen, and gives it to another
 * instance, which goes on as the first would have. For a run that is interrupted and resumed.
 *
 * A stage whose `process` and `commit` depend on nothing but their batch needs no state, and does
 * not offer this. What a sink has written belongs to the host: it cuts outputs back to where they
 * were, and throws away what `open` writes on an instance that is then restored. */

#define TEXTMILL_STATE_1 "textmill.state/1"

/* Belongs to the host. */
typedef struct textmill_state_writer {
  void* self; /* the host's own */
  int32_t (*write)(void* self, const void* data, uint64_t size, textmill_error* error);
} textmill_state_writer;

typedef struct textmill_state_reader {
  void* self; /* the host's own */
  /* Puts up to `size` bytes into `data` and their number into `got`; fewer than asked for only at
   * the end. */
  int32_t (*read)(void* self, void* data, uint64_t size, uint64_t* got, textmill_error* error);
} textmill_state_reader;

typedef struct textmill_state_1 {
  /* At a drained point: each batch that was processed has been committed, and no call is under way.
   * It may be in any pass, or at the end of one. Changes nothing: the instance may go on. [main] */
  int32_t (*save)(void* instance, const textmill_state_writer* writer, textmill_error* error);
  /* After open, before the first batch, on an instance that was created with the same parameters
   * and bound to the same columns. What comes next is the batch after the last one that was
   * committed before `save`, in the same pass. A state that is damaged, cut off, of another stage,
   * of other parameters or of a version that the stage cannot read is an error that says so; the
   * instance is then good for nothing but close. [main] */
  int32_t (*restore)(void* instance, const textmill_state_reader* reader, textmill_error* error);
} textmill_state_1;

/* ---- Split, of a stage --------------------------------------------------------------------------
 *
 * How a corpus may be worked through in several places, each with an instance of its own, as this
 * instance was bound: a stage for which that depends on parameters says it here, and so does one
 * that has to see everything. Of a stage without this it follows from what else it says, the first
 * that fits:
 *
 *   - it neither commits nor makes tables, or is TEXTMILL_STATELESS: TEXTMILL_SPLIT_FREELY
 *   - it offers textmill.partition/1: TEXTMILL_SPLIT_PARTITION
 *   - it offers textmill.merge/1: TEXTMILL_SPLIT_MERGE
 *   - else: TEXTMILL_SPLIT_WHOLE
 *
 * What a stage writes to its outputs in several places is put together in input order: that of the
 * first stretch, then that of the next. Of all but the first, what `open` wrote is left out. */

#define TEXTMILL_SPLIT_1 "textmill.split/1"

/* A value that is not known counts as TEXTMILL_SPLIT_WHOLE. */
enum {
  TEXTMILL_SPLIT_FREELY = 0,    /* what it says of a document depends on nothing else */
  TEXTMILL_SPLIT_MERGE = 1,     /* by stretches: textmill.merge/1 */
  TEXTMILL_SPLIT_PARTITION = 2, /* by keys: textmill.partition/1 */
  TEXTMILL_SPLIT_WHOLE = 3      /* not at all: one instance sees all documents, in input order */
};

typedef struct textmill_split_1 {
  /* NULL: it follows from what else the stage says, as above. After bind, without I/O. `why`: a
   * sentence that says why it has to be TEXTMILL_SPLIT_WHOLE, for people; else of size 0. It
   * belongs to the instance and is valid until its next call. [main] */
  int32_t (*split)(void* instance, uint32_t* how, textmill_string* why, textmill_error* error);
  /* Of a stage that replays and is merged; NULL where it makes no difference. After `restore`,
   * before the first batch of a stretch of pass 1: `rows` were committed in pass 0 before those of
   * the stretch. Stretches begin with a batch of pass 0. [main] */
  int32_t (*begin_at)(void* instance, uint64_t rows, textmill_error* error);
} textmill_split_1;

/* ---- Merge, of a stage --------------------------------------------------------------------------
 *
 * For a corpus that is worked through in several places: each place has an instance of its own for
 * a stretch of the input, and in the end one instance takes in what the others remember. For stages
 * whose columns and verdicts do not depend on what they remember: tables, and pass 0 of one that
 * replays. A stage that offers this offers textmill.state/1, too.
 *
 * `merge` is associative: of three stretches A, B and C, in this order, (A + B) + C is A + (B + C).
 * Afterwards end_of_pass, pass 1, finish, tables, notes and accounts are as if one instance had
 * seen A, then B. It may write to outputs: that comes between what was written of A and of B.
 *
 * A stage that replays is merged in pass 0. Pass 1 may be worked through in several places, too:
 * each has an instance that restored what was saved after end_of_pass, is told by textmill.split/1
 * where its stretch begins, and answers as one that sees all of pass 1 does. Of pass 1 nothing is
 * merged: what happens at its end, but for messages and accounts, depends on pass 0 alone. */

#define TEXTMILL_MERGE_1 "textmill.merge/1"

typedef struct textmill_merge_1 {
  /* Takes in a state that textmill.state/1 saved of an instance of the same parameters and columns,
   * which saw later input than this one, in the same pass. At a drained point of both, before
   * end_of_pass or finish. Errors are those of `restore`, and as after one of those the instance is
   * then good for nothing but close. [main] */
  int32_t (*merge)(void* instance, const textmill_state_reader* later, textmill_error* error);
} textmill_merge_1;

/* ---- Partition, of a stage ----------------------------------------------------------------------
 *
 * For a corpus that is worked through in several places at once by a stage that gives verdicts:
 * says which documents can have to do with each other. Documents that share a key are connected,
 * and so are those connected to the same one. Documents that are not connected have no influence on
 * each other: an instance that sees, in input order, all documents connected to one, and any others
 * or none, says the same of it as one that sees the whole corpus, in both passes if it replays:
 * verdict, details, columns. Counters of the parts add up to that of the whole. Messages, notes and
 * peak memory may differ. For stages without tables and outputs. */

#define TEXTMILL_PARTITION_1 "textmill.partition/1"

typedef struct textmill_partition_1 {
  /* The keys of each row: a list of uint64 ("+l" of "L"), as many rows as the batch. Null or an
   * empty list: the document has to do with none. Depends on parameters and the row alone, as
   * process does. After open; `batch` is as for process in pass 0. [lane] */
  int32_t (*keys)(void* instance, void* lane, const textmill_batch* batch, struct ArrowArray* keys,
                  textmill_error* error);
} textmill_partition_1;

/* ---- Formats, of both ---------------------------------------------------------------------------
 *
 * Columns of Arrow formats beyond those of abi.h: large_utf8 ("U"), large_binary ("Z"), float16
 * ("e"), lists of fixed size ("+w:768") and large lists ("+L") of numbers, and dictionaries (a
 * format of an integer with `dictionary` set). The host gives a stage a column of such a format
 * only if the stage has it in its list, and else converts it or refuses the pipeline; a stage
 * returns one only if the host has it in its list. */

#define TEXTMILL_FORMATS_1 "textmill.formats/1"

typedef struct textmill_formats_1 {
  /* As Arrow writes them, "+w" without its number, "dictionary" for any; NULL-terminated. Never
   * changes. */
  const char* const* formats;
} textmill_formats_1;

/* ---- Metrics, of a stage ------------------------------------------------------------------------
 *
 * Numbers that may be looked at while the run is under way, beyond the counters, of which there are
 * eight, and the account at the end: how full an index is, how many calls a server got. */

#define TEXTMILL_METRICS_1 "textmill.metrics/1"

typedef struct textmill_metric {
  const char* name;   /* "index_entries" */
  const char* unit;   /* "bytes", "seconds", or "" */
  const char* doc;    /* a sentence */
  uint32_t ascending; /* 1: it only ever grows */
  uint32_t reserved;
} textmill_metric;

typedef struct textmill_metrics_1 {
  const textmill_metric* metrics; /* never changes */
  uint64_t n_metrics;
  /* Their values now, `n_metrics` of them. From open to close, any thread, whatever else is under
   * way; does not wait. */
  void (*read)(void* instance, double* values);
} textmill_metrics_1;

/* ---- Deprecation, of a stage --------------------------------------------------------------------
 *
 * What a later version of the plugin will not have any more. `textmill plugins` says it, and a
 * pipeline that uses it is told so once, before the run. */

#define TEXTMILL_DEPRECATION_1 "textmill.deprecation/1"

typedef struct textmill_deprecated {
  /* A parameter, as "patterns.iban"; "=" and a value for one value of it, as "action=mark"; a
   * column that is made, after a line break, as "\nlang_confidence"; "" for the stage itself. */
  const char* subject;
  const char* since;   /* the version of the stage */
  const char* instead; /* a sentence: what to use */
} textmill_deprecated;

typedef struct textmill_deprecation_1 {
  const textmill_deprecated* items; /* never changes */
  uint64_t n_items;
} textmill_deprecation_1;

/* ---- Secrets, of a stage ------------------------------------------------------------------------
 *
 * Parameters whose values are not shown: neither in messages, notes and summaries, nor in anything
 * that is kept of a run. A host that does not know this may show them. */

#define TEXTMILL_SECRETS_1 "textmill.secrets/1"

typedef struct textmill_secrets_1 {
  const char* const* parameters; /* "server.token", ...; NULL-terminated. Never changes */
} textmill_secrets_1;

/* ---- Progress, of the host ----------------------------------------------------------------------
 *
 * How far a call is that takes long: open, end_of_pass, finish, next_table. */

#define TEXTMILL_PROGRESS_1 "textmill.progress/1"

typedef struct textmill_progress_1 {
  /* `done` of `total` (0: not known how much), of what `what` says in a few words: "sorting". As
   * often as one likes; costs next to nothing. Any thread. */
  void (*report)(const textmill_host* host, const char* what, uint64_t done, uint64_t total);
} textmill_progress_1;

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_EXTENSIONS_H_ */
