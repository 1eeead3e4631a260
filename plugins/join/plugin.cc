// join.
#include "plugins/join/join.h"

TEXTMILL_STAGES("transform join\n");
TEXTMILL_PLUGIN("join", TEXTMILL_VERSION, "MIT", textmill::join::Join);
