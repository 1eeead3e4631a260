// group and count.
#include "plugins/group/group.h"

TEXTMILL_PLUGIN("group", TEXTMILL_VERSION, "MIT", textmill::group::Group, textmill::group::Count);
