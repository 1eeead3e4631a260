#include "textmill/plugin.hpp"

#include "plugins/lib/readers/warc/read_warc.h"

TEXTMILL_STAGES("source read.warc\n");
TEXTMILL_PLUGIN("read-warc", TEXTMILL_VERSION, "MIT", textmill::warc::ReadWarc);
