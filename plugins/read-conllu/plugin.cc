#include "textmill/plugin.hpp"

#include "plugins/lib/readers/conllu/read_conllu.h"

TEXTMILL_STAGES("source read.conllu\n");
TEXTMILL_PLUGIN("read-conllu", TEXTMILL_VERSION, "MIT", textmill::conllu::ReadConllu);
