#include "textmill/plugin.hpp"

#include "plugins/lib/readers/sqlite/read_sqlite.h"

TEXTMILL_STAGES("source read.sqlite\n");
TEXTMILL_PLUGIN("read-sqlite", TEXTMILL_VERSION, "MIT", textmill::sqlite::ReadSqlite);
