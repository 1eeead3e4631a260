/* The binary interface between Textmill and its plugins, version 1.
 *
 * A plugin is a shared library that exports one data symbol, `textmill_plugin_v1`. The host reads
 * the symbol's first bytes from the file, before any of the plugin's code runs, and refuses the
 * file when they do not fit. A plugin offers stages; a stage is a source, a transform or a sink.
 *
 * How it grows: the structs below are frozen and never change. New abilities are extensions, asked
 * for by a string such as "textmill.state/1" in either direction. A host loads a plugin whose major
 * is equal to its own and whose minor is not newer.
 *
 * The life of a stage in a run, in this order ([main]: one call at a time, on one thread;
 * [lane]: on any thread, several at once, each with a lane of its own; [ordered]: one call at a
 * time, on any thread, in input order, possibly while [lane] calls for other batches are under
 * way):
 *
 *     create [main]            parameters in, instance out; no I/O
 *     bind [main]              columns in, columns out; no I/O; may be called again
 *     list_inputs [main]       sources: which files; may look at folders, opens nothing
 *     open [main]              I/O may begin
 *     open_lane [any thread]   scratch state for one thread at a time
 *     next_unit [ordered], read_unit [lane]            sources
 *     process [lane], then commit [ordered]            transforms and sinks, for every batch
 *     end_of_pass [main]       after each pass but the last, when the stage replays
 *     finish [main]            after the last batch, unless the run failed or was interrupted
 *     next_table [main]        pulls the stage's tables
 *     close_lane, close [main] always, also after create or bind failed to be followed by open
 *
 * What goes in is borrowed: batches, parameters and strings given to a call are valid until it
 * returns, and never changed by it. What goes out is moved: Arrow structs in a reply belong to the
 * host from then on. Pointers in a bind reply belong to the instance and stay valid until its next
 * bind or close.
 *
 * Errors: a function returns TEXTMILL_OK, or another code and a filled `textmill_error` that the
 * caller owns. After an error the host ignores the reply but for releasing what is in it. No
 * exception and no longjmp may leave a plugin.
 *
 * What is not known: a later version of Textmill may add kinds of stages, flags, types of
 * parameters and codes, and a plugin of that version meets a host of this one.
 *   - A stage of a kind that the host does not know, or with a flag or a type of parameter that it
 *     does not know, is passed over: `textmill plugins` names it and says why, and the other stages
 *     of the library work.
 *   - Flags in TEXTMILL_IGNORABLE are hints: whoever does not know one ignores it. This goes for
 *     all members called `flags` but those of a unit, which are the source's own.
 *   - An error code that the host does not know counts as TEXTMILL_ERROR, a kind of failure as
 *     TEXTMILL_FAILED_DOCUMENT, a level of the log as TEXTMILL_LOG_INFO.
 *   - A bind reply with a flag that the host does not know ends the run before it begins.
 *   - Members called `reserved` are 0; whoever reads them ignores them.
 *   - The `type` of a column in a description is for people; any word will do.
 *
 * Columns are arrays of the Arrow C data interface, without dictionaries. A stage may be given, and
 * may return, columns of these formats, and no others:
 *     b (bool), C (uint8), i (int32), I (uint32), l (int64), L (uint64), f (float32), g (float64),
 *     u (utf8), z (binary), tsu:UTC (timestamp: microseconds since 1970-01-01T00:00:00Z),
 *     +l (a list of any of these), +s (a struct of any of these)
 * Text in a column of format u is valid UTF-8: a document whose text is not fails. What is null may
 * have any value. Other formats are agreed on by textmill.formats/1 (extensions.h).
 *
 * All strings are UTF-8. All structs are plain data, so that a host may run a stage in another
 * process.
 */
#ifndef TEXTMILL_ABI_H_
#define TEXTMILL_ABI_H_

#include <stdint.h>

#include "arrow_c.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXTMILL_ABI_MAGIC "TEXTMILL" /* eight bytes, no NUL */
#define TEXTMILL_ABI_MAJOR 1
#define TEXTMILL_ABI_MINOR 0

/* Flags that may be ignored by whoever does not know them. All others have to be understood. */
#define TEXTMILL_IGNORABLE 0xFFFF0000u

/* ---- Results -------------------------------------------------------------------------------- */

enum {
  TEXTMILL_OK = 0,
  TEXTMILL_ERROR = 1,    /* what the user gave is wrong: a parameter, a column, a document */
  TEXTMILL_IO_ERROR = 2, /* a file, disk or network failed */
  /* `cancelled` was true and the call gave up. Its documents count as neither failed nor finished,
   * the call is not repeated, and the run ends as interrupted. */
  TEXTMILL_CANCELLED = 3,
  TEXTMILL_INTERNAL = 4,   /* the plugin is wrong: an exception, a broken promise */
  TEXTMILL_NO_COLUMN = 5,  /* a column that is needed is not there; `subject` names it */
  TEXTMILL_WRONG_TYPE = 6, /* the type of a column will not do; `subject` names it */
  TEXTMILL_NO_MEMORY = 7,  /* there is not enough memory */
  TEXTMILL_END = 100,      /* no error: next_unit and next_table have no more */
  /* next_unit: the rest of this input cannot be read; call again for the next */
  TEXTMILL_INPUT_FAILED = 101
};

typedef struct textmill_error {
  int32_t code;      /* what the function returned */
  uint32_t reserved; /* 0 */
  int64_t row;       /* row of the batch that is to blame, or -1 */
  /* The parameter to blame, as "patterns.iban" or "files[2]"; else "". After a line break the
   * column: "by[1]\ntitle", or "\ntitle" where no parameter is to blame. The host adds what it
   * knows of such a column to the message, or keeps still when the mistake is another step's. */
  char subject[256];
  char message[2048]; /* a sentence: what happened; NUL-terminated */
  char hint[512];     /* a sentence: what to do about it, or "" */
} textmill_error;

typedef struct textmill_string {
  const char* data; /* not NUL-terminated; may hold NUL */
  uint64_t size;    /* bytes */
} textmill_string;

/* ---- Parameters ----------------------------------------------------------------------------- */

/* Types of parameters; a parameter that takes several forms combines them by `|`. */
enum {
  TEXTMILL_BOOL = 1,
  TEXTMILL_INT = 2, /* 64 bits */
  TEXTMILL_FLOAT = 4,
  TEXTMILL_STRING = 8,
  TEXTMILL_PATH = 16,
  TEXTMILL_SIZE = 32,     /* bytes; written 64KiB, 2GiB, 10MB */
  TEXTMILL_DURATION = 64, /* nanoseconds; written 500ms, 10s, 5m */
  TEXTMILL_ENUM = 128,    /* one of `choices` */
  TEXTMILL_COLUMN = 256,  /* the name of an input column; the host checks that it is there */
  TEXTMILL_LIST = 512,    /* of `item` */
  TEXTMILL_MAP = 1024     /* of `fields` when there are any, else any keys with values of `item` */
};

enum {
  TEXTMILL_PARAM_REQUIRED = 1,
  TEXTMILL_PARAM_READS = 2 /* its paths are files that the stage will read: the host checks before
                              the run that they are there; not for sources, see list_inputs */
};

typedef struct textmill_param_info {
  const char* name;           /* NULL for the item of a list or map */
  uint32_t types;             /* TEXTMILL_BOOL | ... */
  uint32_t flags;             /* TEXTMILL_PARAM_REQUIRED | ... */
  const char* default_value;  /* as one would write it in YAML, or NULL: absent unless given */
  double minimum, maximum;    /* of numbers, sizes (bytes), durations (seconds); equal: no bounds */
  const char* const* choices; /* NULL-terminated; for TEXTMILL_ENUM */
  const struct textmill_param_info* item;   /* for TEXTMILL_LIST and free TEXTMILL_MAP */
  const struct textmill_param_info* fields; /* for TEXTMILL_MAP with fixed keys */
  uint64_t n_fields;
  const char* doc;
} textmill_param_info;

/* A parameter's value, parsed and checked by the host, with defaults filled in. */
typedef struct textmill_value {
  uint32_t type;          /* one type of the above; 0: absent */
  uint32_t given;         /* 1: the user wrote it; 0: it is the default */
  int64_t integer;        /* bool (0, 1), int, size, duration */
  double number;          /* float */
  textmill_string string; /* string, path, enum, column */
  textmill_string key;    /* its name within a map */
  /* list, map; a map with `fields` has all of them, in their order */
  const struct textmill_value* items;
  uint64_t n_items;
} textmill_value;

/* ---- What a stage says about itself ---------------------------------------------------------- */

enum { TEXTMILL_SOURCE = 1, TEXTMILL_TRANSFORM = 2, TEXTMILL_SINK = 3 };

/* What a stage may do; static information gives all that it can, a bind reply what it will. */
enum {
  TEXTMILL_COMMITS = 1, /* has an ordered commit */
  TEXTMILL_REPLAYS = 2, /* sees all rows, then sees them again; implies an ordered commit */
  TEXTMILL_DROPS = 4,   /* gives verdicts */
  TEXTMILL_EXPANDS = 8, /* gives parents */
  TEXTMILL_TABLES = 16, /* makes tables */
  /* Remembers nothing of the documents that it has seen: commit and finish depend on nothing but
   * parameters, columns and batch. A stage that commits has this flag or offers textmill.state/1;
   * one with neither cannot be resumed. */
  TEXTMILL_STATELESS = 32
};

/* Of a column that is needed: used if there; that is produced: with some parameters only. */
enum { TEXTMILL_COLUMN_OPTIONAL = 1 };

typedef struct textmill_column_info {
  const char* name;  /* the usual name */
  const char* type;  /* "utf8", "bool", "int64", "float32", "float64", "timestamp", "list", "any" */
  const char* param; /* the parameter that gives another name, or NULL */
  uint32_t flags;    /* TEXTMILL_COLUMN_OPTIONAL */
  const char* doc;
} textmill_column_info;

/* A table that a stage makes. A pipeline takes it by `from: ID.NAME`, the first also by `from: ID`.
 */
typedef struct textmill_table_info {
  const char* name; /* a lower-case word */
  const char* doc;
  const textmill_column_info* columns; /* the usual ones; what bind replies counts */
  uint64_t n_columns;
} textmill_table_info;

#define TEXTMILL_MAX_COUNTERS 8

/* Static: valid from loading on, never changes. Alone it drives `textmill plugins`, the reference
 * pages, the JSON Schema, and the check of a pipeline's keys and values. */
typedef struct textmill_stage_info {
  const char* name;        /* "family.stage", lower case, as written after `uses:` */
  const char* version;     /* of the stage, "1.2.0" */
  const char* summary;     /* one sentence */
  const char* description; /* Markdown, or "" */
  const char* example;     /* a step as one would write it in YAML, or "" */
  uint32_t kind;           /* TEXTMILL_SOURCE ... */
  uint32_t flags;          /* TEXTMILL_COMMITS | ... */
  const textmill_param_info* params;
  uint64_t n_params;
  const textmill_column_info* needs;
  uint64_t n_needs;
  const textmill_column_info* produces;
  uint64_t n_produces;
  /* Why it drops documents; verdict n is reasons[n-1]. NULL-terminated, never NULL itself. */
  const char* const* reasons;
  /* At most TEXTMILL_MAX_COUNTERS, see textmill_reply; NULL-terminated, never NULL itself. A sink's
   * counter "rows" is what the summary gives as rows written. */
  const char* const* counters;
  /* All that it can make; with some parameters it may make some of them. */
  const textmill_table_info* tables;
  uint64_t n_tables;
} textmill_stage_info;

/* The stages of a library, where the host finds them before any of its code runs: a plugin that no
 * step of a pipeline uses is then not loaded. One line a stage: its kind, its name, its tables.
 *
 *     TEXTMILL_STAGES("source read.mine\n"
 *                     "transform my.count words pairs\n");
 *
 * Once in a library, outside of all functions. A library without it works as well: the host loads
 * it into a process of its own to find out. What is written here must be what the stages say of
 * themselves, or the library is refused. */
#if defined(__has_attribute)
#if __has_attribute(retain)
#define TEXTMILL_KEPT used, retain
#endif
#endif
#ifndef TEXTMILL_KEPT
#define TEXTMILL_KEPT used
#endif
#define TEXTMILL_STAGES_SECTION ".textmill"
#define TEXTMILL_STAGES(lines)                                           \
  __attribute__((section(TEXTMILL_STAGES_SECTION),                       \
                 TEXTMILL_KEPT)) static const char textmill_stages_1[] = \
      "textmill stages 1\n" lines

/* ---- What the host offers ------------------------------------------------------------------- */

enum {
  TEXTMILL_LOG_DEBUG = 0,
  TEXTMILL_LOG_INFO = 1,
  TEXTMILL_LOG_WARNING = 2,
  TEXTMILL_LOG_ERROR = 3
};

/* Belongs to the host, one for each instance, valid from create to the end of close. */
typedef struct textmill_host {
  uint32_t major, minor; /* of the host's interface */
  void* self;            /* the host's own */
  /* For people; the host adds the step's name. Any thread. */
  void (*log)(const struct textmill_host*, int32_t level, const char* message, uint64_t size);
  /* 1 when the run is to end; calls that take long ask now and then. Any thread. */
  int32_t (*cancelled)(const struct textmill_host*);
  /* Counts memory kept beyond a call: bytes taken (positive) or given back. Any thread. */
  void (*memory)(const struct textmill_host*, int64_t bytes);
  /* Appends to output `output` of the bind reply. The host compresses by the path's ending, counts,
   * and renames when the run is complete. From open, commit and finish only. */
  int32_t (*write)(const struct textmill_host*, uint32_t output, const void* data, uint64_t size,
                   textmill_error* error);
  /* A table of functions by its string, or NULL where the host does not know it. Any thread. */
  const void* (*extension)(const struct textmill_host*, const char* id);
} textmill_host;

/* ---- Binding -------------------------------------------------------------------------------- */

/* Metadata keys of a produced column's ArrowSchema. */
/* All values it can take, one per line. */
#define TEXTMILL_META_VALUES "textmill:values"
/* The column its byte offsets point into. */
#define TEXTMILL_META_OFFSETS_INTO "textmill:offsets_into"
/* "1": null means the document has none. */
#define TEXTMILL_META_OPTIONAL "textmill:optional"
/* "1": utf8 that is a JSON object or value. */
#define TEXTMILL_META_JSON "textmill:json"

/* A column that stays, under the name it has from then on. */
typedef struct textmill_kept_column {
  const char* from;
  const char* to;
} textmill_kept_column;

enum { TEXTMILL_OUTPUT_RAW = 1 }; /* not compressed, whatever the path's ending says */

typedef struct textmill_output {
  const char* path; /* as the user gave it; "-": standard output */
  uint32_t flags;
} textmill_output;

/* Zeroed by the host. An ArrowSchema is a struct type with a child for each column, or zeroed. */
typedef struct textmill_bind_reply {
  uint32_t flags; /* TEXTMILL_COMMITS | ...: what this instance does with these parameters */
  uint32_t reserved;
  const char* const* uses; /* input columns that process and commit are given, in this order */
  uint64_t n_uses;
  struct ArrowSchema columns;        /* produced by read_unit or process */
  struct ArrowSchema commit_columns; /* produced by commit */
  struct ArrowSchema details;        /* explains a drop: other document, similarity, ... */
  struct ArrowSchema carry;          /* what process hands to commit */
  /* A child (itself a struct) for each table, by its name in info->tables; the first is the one
   * that `from: ID` takes. next_table counts them in this order. */
  struct ArrowSchema tables;
  const textmill_kept_column* kept; /* input columns that stay, in this order; NULL: all */
  uint64_t n_kept;
  const textmill_output* outputs; /* files to write */
  uint64_t n_outputs;
} textmill_bind_reply;

typedef struct textmill_open_request {
  const char* work_folder; /* for temporary files; exists, private to the run, removed after it */
  uint32_t threads;        /* how many lanes there may be at once */
  uint32_t reserved;
  /* Bytes that the stage may keep beyond calls, lanes included; 0: nobody set a limit. It tells
   * what it takes by `memory` of the host, and goes to its work folder before it takes more. What
   * it gives must not depend on this. */
  uint64_t memory;
} textmill_open_request;

/* ---- Sources -------------------------------------------------------------------------------- */

typedef struct textmill_input {
  const char* path; /* file or address; "-": standard input */
  int64_t bytes;    /* size as stored, or -1 where unknown */
} textmill_input;

/* A piece of an input that can be read on its own: it begins and ends with a record.
 *
 * Units ascend: inputs come in the order of list_inputs, and of one input no unit begins before the
 * last one ended. `begin` is less than `end`, or the unit is the last of its input. After
 * TEXTMILL_INPUT_FAILED a source may go on with that input after the place that it gave as
 * `begin`, or with the next one. Each record lies within its unit, and the records of a unit
 * ascend. What read_unit gives depends on parameters, inputs and unit alone. A source that breaks
 * this ends the run. */
typedef struct textmill_unit {
  uint32_t input; /* index into list_inputs */
  uint32_t flags; /* the source's own */
  uint64_t begin; /* bytes in the decompressed input */
  uint64_t end;
  /* Bytes of the input as stored that are read once this unit is; for progress. */
  uint64_t consumed;
  struct ArrowArray payload; /* a binary array ("z") with the unit's bytes where they cannot be read
                                again by position (standard input, compressed); else zeroed */
} textmill_unit;

/* The last member of failures, below: whose fault it is. */
enum {
  TEXTMILL_FAILED_DOCUMENT = 0, /* the document is to blame: it will fail again */
  /* What it needs is not there for now, such as a server: it may do well another time. */
  TEXTMILL_FAILED_FOR_NOW = 1
};

/* Zeroed by the host; filled by read_unit. */
typedef struct textmill_rows {
  struct ArrowArray columns; /* struct, as bound; one row for each document */
  struct ArrowArray origins; /* struct {offset: uint64, length: uint64}: the record of each row, by
                                its place in the decompressed input */
  struct ArrowArray
      failures; /* struct {offset: uint64, length: uint64, message: utf8, kind: uint8}:
                   the records that are not documents; zeroed when there are none */
} textmill_rows;

/* ---- Transforms and sinks -------------------------------------------------------------------- */

typedef struct textmill_batch {
  int64_t rows;
  uint32_t pass; /* 0, then 1 for a stage that replays */
  uint32_t reserved;
  const struct ArrowSchema* schema; /* struct of the columns that bind listed in `uses` */
  const struct ArrowArray* columns; /* struct; may have an offset, and so may its children */
} textmill_batch;

/* Zeroed by the host; all parts are optional, as bound. */
typedef struct textmill_reply {
  /* struct of what is produced; as many rows as the batch, or as parents */
  struct ArrowArray columns;
  /* int32, ascending: the row of the batch that each row comes from. With it one row becomes many;
   * a row that is nobody's parent is dropped as `empty`. */
  struct ArrowArray parents;
  struct ArrowArray verdicts; /* uint8, one for each row of the batch: 0 stays, n is dropped for
                                 reasons[n-1]. With parents: of the children */
  struct ArrowArray details;  /* struct, a row for each verdict */
  struct ArrowArray carry; /* process only: handed to this batch's commit. The carry of a batch is
                              the carries of its parts, one after the other */
  /* struct {row: int64, message: utf8, kind: uint8}: rows of the batch that the stage could not do
   * anything with, in any order, each once. They are taken out and recorded, and all that was said
   * of the other rows counts: nothing is called again. Such a row has its place in columns,
   * verdicts and details, whose values there are not looked at (null will do); it is nobody's
   * parent; the carry has nothing of it. In pass 0, too. */
  struct ArrowArray failures;
  int64_t counts[TEXTMILL_MAX_COUNTERS]; /* added to the stage's counters, unless the call fails */
} textmill_reply;

/* ---- Stage and plugin ------------------------------------------------------------------------ */

typedef struct textmill_stage {
  const textmill_stage_info* info;

  /* Makes an instance. `params` is a map with all of info->params in their order. */
  int32_t (*create)(const textmill_host* host, const textmill_value* params, void** instance,
                    textmill_error* error);
  /* Checks the columns that come in (a struct; NULL for a source) and says what will come out. */
  int32_t (*bind)(void* instance, const struct ArrowSchema* input, textmill_bind_reply* reply,
                  textmill_error* error);
  int32_t (*open)(void* instance, const textmill_open_request* request, textmill_error* error);
  int32_t (*open_lane)(void* instance, void** lane, textmill_error* error);
  void (*close_lane)(void* instance, void* lane);
  void (*close)(void* instance);

  /* Sources; NULL elsewhere. `inputs` belongs to the instance. A unit is about `want_bytes` long,
   * more when a record is; a unit that holds one large record holds nothing else. */
  int32_t (*list_inputs)(void* instance, const textmill_input** inputs, uint64_t* n_inputs,
                         textmill_error* error);
  int32_t (*next_unit)(void* instance, uint64_t want_bytes, textmill_unit* unit,
                       textmill_error* error);
  /* TEXTMILL_IO_ERROR here costs the unit's records, which count as an input that failed: its file
   * was cut or replaced after next_unit saw it, say. Other errors end the run. */
  int32_t (*read_unit)(void* instance, void* lane, const textmill_unit* unit, textmill_rows* rows,
                       textmill_error* error);
  /* The bytes of one record of a unit, as they are in the input: a binary array ("z") of one row.
   * Asked for when a document fails. [lane], without a lane. */
  int32_t (*read_record)(void* instance, const textmill_unit* unit, uint64_t offset,
                         uint64_t length, struct ArrowArray* record, textmill_error* error);

  /* Transforms and sinks; NULL for sources. `process` depends on nothing but parameters, pass and
   * batch (and what end_of_pass settled), and may be repeated for the same rows, or for fewer of
   * them. */
  int32_t (*process)(void* instance, void* lane, const textmill_batch* batch, textmill_reply* reply,
                     textmill_error* error);
  /* NULL without TEXTMILL_COMMITS. The batch is as process's reply left it: without dropped rows,
   * with children for parents. An error here ends the run. */
  int32_t (*commit)(void* instance, const textmill_batch* batch, const struct ArrowArray* carry,
                    textmill_reply* reply, textmill_error* error);
  /* NULL without TEXTMILL_REPLAYS. Rows committed in pass 0 come again as pass 1, all of them, in
   * the same batches; when a process of an isolated stage died, pass 0 gave a batch in parts. In
   * pass 0 the host ignores columns, verdicts and details of replies, and no row is lost. */
  int32_t (*end_of_pass)(void* instance, textmill_error* error);
  int32_t (*finish)(void* instance, textmill_error* error);
  /* NULL without TEXTMILL_TABLES. The next rows of a table, as bound, or TEXTMILL_END. */
  int32_t (*next_table)(void* instance, uint32_t table, struct ArrowArray* rows,
                        textmill_error* error);

  /* A table of functions by its string, or NULL. May itself be NULL. */
  const void* (*extension)(const char* id);
} textmill_stage;

typedef struct textmill_plugin {
  /* The first 24 bytes keep their meaning in all versions, and are in the file without
   * relocation. */
  char magic[8];
  uint32_t major, minor;
  uint32_t size; /* sizeof(textmill_plugin) */
  uint32_t reserved;

  const char* name; /* as the file is called, without .so */
  const char* version;
  const char* license; /* SPDX */
  const textmill_stage* const* stages;
  uint64_t n_stages;
  const void* (*extension)(const char* id); /* as in textmill_stage; may be NULL */
} textmill_plugin;

/* The symbol. In C++ define it after this declaration, else it has internal linkage. Visible
 * even where the plugin hides everything else. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const textmill_plugin textmill_plugin_v1;

#ifdef __cplusplus
}
#endif

#endif /* TEXTMILL_ABI_H_ */
