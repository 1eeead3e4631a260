#include "textmill/plugin.hpp"

#include "plugins/lib/readers/office/read_office.h"

TEXTMILL_STAGES(
    "source read.docx\n"
    "source read.odt\n"
    "source read.epub\n"
    "source read.pdf\n");
TEXTMILL_PLUGIN("read-office", TEXTMILL_VERSION, "MIT", textmill::office::ReadDocxStage,
                textmill::office::ReadOdtStage, textmill::office::ReadEpubStage,
                textmill::office::ReadPdfStage);
