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

/* ---- Errors, of a stage -------------------------------------------------------------------------
 *
 * Codes that tell more than those of abi.h; a host that does not know them takes them for
 * TEXTMILL_ERROR. `textmill_error.subject` may name a column, too, after a line break:
 * "by[1]\ntitle", or "\ntitle" where no parameter is to blame. A host that knows of it adds what it
 * knows of such a column to the message, or keeps still when the mistake is another step's. */

enum {
  TEXTMILL_NO_COLUMN = 5,  /* a column that is needed is not there; `subject` names it */
  TEXTMILL_WRONG_TYPE = 6, /* the type of a column will not do; `subject` names it */
  TEXTMILL_NO_MEMORY = 7   /* there is not enough memory */
};

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
   * instance and are valid until the next call. Once all batches were processed, and before the
   * stage is closed; of a run that failed, too. [main] */
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

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_EXTENSIONS_H_ */
