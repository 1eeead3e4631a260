#include "textmill/plugin.hpp"

#include "plugins/lib/readers/jsonl/read_jsonl.h"

TEXTMILL_STAGES("source read.jsonl\n");
TEXTMILL_PLUGIN("read-jsonl", TEXTMILL_VERSION, "MIT", textmill::jsonl::ReadJsonl);
