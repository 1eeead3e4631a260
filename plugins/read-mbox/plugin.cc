#include "textmill/plugin.hpp"

#include "plugins/lib/readers/mbox/read_mbox.h"

TEXTMILL_STAGES("source read.mbox\n");
TEXTMILL_PLUGIN("read-mbox", TEXTMILL_VERSION, "MIT", textmill::mbox::ReadMbox);
