// write.conllu.
#include "plugins/write-conllu/conllu_writer.h"

TEXTMILL_STAGES("sink write.conllu\n");
TEXTMILL_PLUGIN("write-conllu", TEXTMILL_VERSION, "MIT", textmill::write_conllu::ConlluWriter);
