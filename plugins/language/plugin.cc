#include "plugins/language/detect.h"

TEXTMILL_PLUGIN("language", "1.0.0", "MIT", textmill::language::Detect);
