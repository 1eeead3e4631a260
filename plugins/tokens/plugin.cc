#include "plugins/tokens/tag.h"

TEXTMILL_STAGES("transform tokens.tag\n");
TEXTMILL_PLUGIN("tokens", TEXTMILL_VERSION, "MIT", textmill::tokens::Tag);
