// exec.
#include "plugins/exec/exec.h"

TEXTMILL_STAGES("transform exec\n");
TEXTMILL_PLUGIN("exec", TEXTMILL_VERSION, "MIT", textmill::exec::Exec);
