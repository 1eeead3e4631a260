#include "plugins/entities/tables/cooccurrence.h"
#include "plugins/entities/tables/count.h"
#include "plugins/entities/tables/link.h"
#include "plugins/entities/tag.h"

TEXTMILL_STAGES(
    "transform entities.tag\n"
    "transform entities.link names\n"
    "transform entities.count\n"
    "transform entities.cooccurrence edges\n");
TEXTMILL_PLUGIN("entities", TEXTMILL_VERSION, "MIT", textmill::entities::Tag,
                textmill::entities::Link, textmill::entities::Count,
                textmill::entities::Cooccurrence);
