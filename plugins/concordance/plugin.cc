#include "plugins/concordance/concordance.h"

TEXTMILL_STAGES("transform corpus.concordance hits\n");
TEXTMILL_PLUGIN("concordance", TEXTMILL_VERSION, "MIT", textmill::concordance::Concordance);
