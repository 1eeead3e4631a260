// documents.merge.
#include "plugins/documents/merge.h"

TEXTMILL_STAGES("transform documents.merge\n");
TEXTMILL_PLUGIN("documents", TEXTMILL_VERSION, "MIT", textmill::documents::Merge);
