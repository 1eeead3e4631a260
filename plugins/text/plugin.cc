#include "plugins/text/dictionary.h"
#include "plugins/text/lines.h"
#include "plugins/text/measures.h"
#include "plugins/text/normalize.h"
#include "plugins/text/replace.h"
#include "plugins/text/split.h"
#include "plugins/text/stats.h"

TEXTMILL_STAGES(
    "transform text.normalize\n"
    "transform text.stats\n"
    "transform text.split\n"
    "transform text.measures\n"
    "transform text.dictionary\n"
    "transform text.replace\n"
    "transform text.lines\n");
TEXTMILL_PLUGIN("text", TEXTMILL_VERSION, "MIT", textmill::text::Normalize, textmill::text::Stats,
                textmill::text::Split, textmill::text::Measures, textmill::text::Dictionary,
                textmill::text::Replace, textmill::text::Lines);
