#include "textmill/plugin.hpp"

#include "plugins/lib/readers/auto/read_auto.h"

TEXTMILL_STAGES("source read.auto\n");
TEXTMILL_PLUGIN("read-auto", TEXTMILL_VERSION, "MIT", textmill::readauto::ReadAuto);
