/* The names that mean the same to every stage and to the host. A plugin may do without any of them;
 * but the host knows these, and where a stage uses such a name for something else, people are told
 * what is not so. The plugin guide says what comes of each.
 *
 * Constants alone, for C and C++; any thread. */
#ifndef TEXTMILL_CONVENTIONS_H_
#define TEXTMILL_CONVENTIONS_H_

/* ---- Columns of documents */

/* utf8, unique. What lines of dropped.jsonl name a document by; `unique_ids` compares it. */
#define TEXTMILL_COLUMN_ID "id"
/* utf8. The document's text: what stages look at unless `column` says otherwise, and what a line of
 * dropped.jsonl does not repeat beside the values of a condition. */
#define TEXTMILL_COLUMN_TEXT "text"
/* utf8. The input that the document is from. */
#define TEXTMILL_COLUMN_SOURCE "source"
/* utf8. The language of the text: ISO 639-1, else ISO 639-3. */
#define TEXTMILL_COLUMN_LANG "lang"
/* A timestamp, or utf8 that begins with a date as ISO 8601 has it. When the document is from. */
#define TEXTMILL_COLUMN_DATE "date"
/* utf8 with TEXTMILL_META_JSON: an object with the members of the input that no column holds.
 * Writers of JSON put its members beside the columns. */
#define TEXTMILL_COLUMN_EXTRA "extra"
/* A list of structs, one a mention, as EntitiesField() of conventions.hpp: begin and end (bytes in
 * the column that TEXTMILL_META_OFFSETS_INTO names), type, text, name, id, value, method. */
#define TEXTMILL_COLUMN_ENTITIES "entities"

/* Metadata that the host puts on a column which a step made, not the reader: "1". Writers do not
 * put a field of the input in its place. */
#define TEXTMILL_META_MADE "textmill:made"

/* ---- Details of a drop, or columns of a document that is marked: `textmill explain-duplicate` */

/* utf8: the id of the document that this one repeats. */
#define TEXTMILL_DETAIL_DUP_OF "dup_of"
/* float64: how similar the two are, from 0 to 1. */
#define TEXTMILL_DETAIL_DUP_SIMILARITY "dup_similarity"

/* ---- Parameters */

/* Of a source: a map whose keys are names of columns that it is to make. Where a column is missing,
 * the host's hint tells the user to name it there. */
#define TEXTMILL_PARAMETER_FIELDS "fields"
/* Of a sink: `from: ID` under `with:` is taken for the step's own `from`, the step whose table it
 * writes, unless the sink has a parameter of that name. */
#define TEXTMILL_PARAMETER_FROM "from"

/* ---- Counters */

/* Of a sink: what the summary gives as rows written. */
#define TEXTMILL_COUNTER_ROWS "rows"

/* ---- Files */

/* Documents as JSON Lines: how the names of such files end, .gz and .zst aside. */
#define TEXTMILL_ENDING_JSONL ".jsonl"
#define TEXTMILL_ENDING_NDJSON ".ndjson"

#endif /* TEXTMILL_CONVENTIONS_H_ */
