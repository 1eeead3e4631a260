#include "plugins/entities/tag.h"

TEXTMILL_PLUGIN("entities", "1.0.0", "MIT", textmill::entities::Tag);
