// write.csv.
#include "plugins/write-csv/csv_writer.h"

TEXTMILL_STAGES("sink write.csv\n");
TEXTMILL_PLUGIN("write-csv", TEXTMILL_VERSION, "MIT", textmill::write_csv::CsvWriter);
