#include "plugins/tokens/tag.h"

TEXTMILL_PLUGIN("tokens", TEXTMILL_VERSION, "MIT", textmill::tokens::Tag);
