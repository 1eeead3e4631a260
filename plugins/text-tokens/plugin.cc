#include "plugins/text-tokens/tokens.h"

TEXTMILL_STAGES("transform text.tokens\n");
TEXTMILL_PLUGIN("text-tokens", TEXTMILL_VERSION, "MIT", textmill::tokenizer::Tokens);
