// group and count.
#include "plugins/group/group.h"

TEXTMILL_STAGES(
    "transform group groups\n"
    "transform count groups\n");
TEXTMILL_PLUGIN("group", TEXTMILL_VERSION, "MIT", textmill::group::Group, textmill::group::Count);
