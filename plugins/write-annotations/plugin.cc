// write.brat, write.labelstudio and write.spacy.
#include "textmill/plugin.hpp"

#include "plugins/write-annotations/brat.h"
#include "plugins/write-annotations/label_studio.h"
#include "plugins/write-annotations/spacy.h"

TEXTMILL_STAGES(
    "sink write.brat\n"
    "sink write.labelstudio\n"
    "sink write.spacy\n");
TEXTMILL_PLUGIN("write-annotations", TEXTMILL_VERSION, "MIT", textmill::write_annotations::Brat,
                textmill::write_annotations::LabelStudio, textmill::write_annotations::Spacy);
