#include "plugins/text-quality/quality.h"

TEXTMILL_PLUGIN("text-quality", TEXTMILL_VERSION, "MIT", textmill::quality::Quality);
