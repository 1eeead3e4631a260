#include "textmill/plugin.hpp"

#include "plugins/dedup/against/against.h"
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"

using textmill::dedup::Against;
using textmill::dedup::Exact;
using textmill::dedup::Near;
using textmill::dedup::Passages;

TEXTMILL_STAGES(
    "transform dedup.against\n"
    "transform dedup.exact\n"
    "transform dedup.near\n"
    "transform dedup.passages\n");
TEXTMILL_PLUGIN("dedup", TEXTMILL_VERSION, "MIT", Against, Exact, Near, Passages);
