#include "textmill/plugin.hpp"

#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"

using textmill::dedup::Exact;
using textmill::dedup::Near;
using textmill::dedup::Passages;

TEXTMILL_PLUGIN("dedup", TEXTMILL_VERSION, "MIT", Exact, Near, Passages);
