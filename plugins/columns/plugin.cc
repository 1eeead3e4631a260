// columns.
#include "plugins/columns/columns.h"

TEXTMILL_STAGES("transform columns\n");
TEXTMILL_PLUGIN("columns", TEXTMILL_VERSION, "MIT", textmill::columns::ColumnsStage);
