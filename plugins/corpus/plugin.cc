#include "plugins/corpus/frequencies.h"

TEXTMILL_PLUGIN("corpus", TEXTMILL_VERSION, "MIT", textmill::corpus::Frequencies);
