#include "plugins/corpus/collocations.h"
#include "plugins/corpus/frequencies.h"
#include "plugins/corpus/keywords.h"
#include "plugins/corpus/matrix.h"

TEXTMILL_PLUGIN("corpus", TEXTMILL_VERSION, "MIT", textmill::corpus::Frequencies,
                textmill::corpus::Keywords, textmill::corpus::Collocations,
                textmill::corpus::Matrix);
