// sort.
#include "plugins/sort/sort.h"

TEXTMILL_STAGES("transform sort documents\n");
TEXTMILL_PLUGIN("sort", TEXTMILL_VERSION, "MIT", textmill::sort::Sort);
