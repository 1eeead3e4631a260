/* A flag of a stage (textmill_stage_info), one of TEXTMILL_IGNORABLE: it asks to work in processes
 * of its own, where a crash, a leak or a call that never returns costs a document and not the run.
 * For a stage that hands documents to a library which is known for such things. Plugins that do not
 * belong to Textmill's installation work so without asking. What a pipeline says (`isolate:`), and
 * `run --isolate`, counts for more. */
#ifndef TEXTMILL_ISOLATE_H_
#define TEXTMILL_ISOLATE_H_

#define TEXTMILL_ISOLATED 0x00010000u

#endif /* TEXTMILL_ISOLATE_H_ */
