// write.jsonl and write.json.
#include "plugins/write-json/json_writer.h"

TEXTMILL_STAGES(
    "sink write.jsonl\n"
    "sink write.json\n");
TEXTMILL_PLUGIN("write-json", TEXTMILL_VERSION, "MIT", textmill::write_json::JsonLines,
                textmill::write_json::JsonArray);
