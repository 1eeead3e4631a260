#include "textmill/plugin.hpp"

#include "plugins/arrow/read_arrow.h"
#include "plugins/arrow/read_parquet.h"
#include "plugins/arrow/write_arrow.h"
#include "plugins/arrow/write_parquet.h"

TEXTMILL_STAGES(
    "source read.parquet\n"
    "sink write.parquet\n"
    "source read.arrow\n"
    "sink write.arrow\n");
TEXTMILL_PLUGIN("arrow", TEXTMILL_VERSION, "MIT", textmill::arrowfiles::ReadParquet,
                textmill::arrowfiles::WriteParquet, textmill::arrowfiles::ReadArrow,
                textmill::arrowfiles::WriteArrow);
