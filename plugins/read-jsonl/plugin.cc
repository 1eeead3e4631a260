#include "textmill/plugin.hpp"

#include "plugins/lib/readers/jsonl/read_jsonl.h"

TEXTMILL_PLUGIN("read-jsonl", TEXTMILL_VERSION, "MIT", textmill::jsonl::ReadJsonl);
