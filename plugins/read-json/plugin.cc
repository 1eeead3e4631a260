#include "textmill/plugin.hpp"

#include "plugins/lib/readers/json/read_json.h"

TEXTMILL_STAGES("source read.json\n");
TEXTMILL_PLUGIN("read-json", TEXTMILL_VERSION, "MIT", textmill::json::ReadJson);
