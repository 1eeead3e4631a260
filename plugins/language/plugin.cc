#include "plugins/language/detect.h"

TEXTMILL_STAGES("transform language.detect\n");
TEXTMILL_PLUGIN("language", TEXTMILL_VERSION, "MIT", textmill::language::Detect);
