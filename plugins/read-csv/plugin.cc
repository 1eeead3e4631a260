#include "textmill/plugin.hpp"

#include "plugins/read-csv/read_csv.h"

TEXTMILL_PLUGIN("read-csv", TEXTMILL_VERSION, "MIT", textmill::csv::ReadCsv);
