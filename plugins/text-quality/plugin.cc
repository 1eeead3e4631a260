#include "plugins/text-quality/quality.h"

TEXTMILL_STAGES("transform text.quality\n");
TEXTMILL_PLUGIN("text-quality", TEXTMILL_VERSION, "MIT", textmill::quality::Quality);
