#include "textmill/plugin.hpp"

#include "plugins/read-auto/read_auto.h"

TEXTMILL_PLUGIN("read-auto", TEXTMILL_VERSION, "MIT", textmill::readauto::ReadAuto);
