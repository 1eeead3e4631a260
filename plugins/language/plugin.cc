#include "plugins/language/detect.h"

TEXTMILL_PLUGIN("language", "1.0.0", "MIT", language::Detect);
