#include "textmill/plugin.hpp"

#include "plugins/write-sqlite/sqlite_writer.h"

TEXTMILL_STAGES("sink write.sqlite\n");
TEXTMILL_PLUGIN("write-sqlite", TEXTMILL_VERSION, "MIT", textmill::write_sqlite::SqliteWriter);
