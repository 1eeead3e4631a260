#include "plugins/text-mask/mask.h"

TEXTMILL_STAGES("transform text.mask\n");
TEXTMILL_PLUGIN("text-mask", TEXTMILL_VERSION, "MIT", textmill::mask::Mask);
