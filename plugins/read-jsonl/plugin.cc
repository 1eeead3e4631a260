#include "textmill/plugin.hpp"

#include "plugins/read-jsonl/read_jsonl.h"

TEXTMILL_PLUGIN("read-jsonl", TEXTMILL_VERSION, "MIT", textmill::jsonl::ReadJsonl);
