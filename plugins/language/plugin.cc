#include "plugins/language/detect.h"

TEXTMILL_PLUGIN("language", TEXTMILL_VERSION, "MIT", textmill::language::Detect);
