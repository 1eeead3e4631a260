// sample.
#include "plugins/sample/sample.h"

TEXTMILL_STAGES("transform sample\n");
TEXTMILL_PLUGIN("sample", TEXTMILL_VERSION, "MIT", textmill::sample::Sample);
