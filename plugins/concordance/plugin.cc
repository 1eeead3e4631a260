#include "plugins/concordance/concordance.h"

TEXTMILL_PLUGIN("concordance", TEXTMILL_VERSION, "MIT", textmill::concordance::Concordance);
