#include "plugins/corpus/frequencies.h"

TEXTMILL_PLUGIN("corpus", "1.0.0", "MIT", textmill::corpus::Frequencies);
