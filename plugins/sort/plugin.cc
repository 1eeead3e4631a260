// sort.
#include "plugins/sort/sort.h"

TEXTMILL_PLUGIN("sort", TEXTMILL_VERSION, "MIT", textmill::sort::Sort);
