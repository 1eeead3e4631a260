#include "textmill/plugin.hpp"

#include "plugins/lib/readers/text/read_text.h"

TEXTMILL_STAGES("source read.text\n");
TEXTMILL_PLUGIN("read-text", TEXTMILL_VERSION, "MIT", textmill::readtext::ReadText);
