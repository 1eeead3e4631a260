#include "textmill/plugin.hpp"

#include "plugins/lib/readers/csv/read_csv.h"

TEXTMILL_STAGES("source read.csv\n");
TEXTMILL_PLUGIN("read-csv", TEXTMILL_VERSION, "MIT", textmill::csv::ReadCsv);
