#include "plugins/entities/tables/cooccurrence.h"
#include "plugins/entities/tables/count.h"
#include "plugins/entities/tables/link.h"
#include "plugins/entities/tag.h"

TEXTMILL_PLUGIN("entities", TEXTMILL_VERSION, "MIT", textmill::entities::Tag,
                textmill::entities::Link, textmill::entities::Count,
                textmill::entities::Cooccurrence);
