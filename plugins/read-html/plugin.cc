#include "textmill/plugin.hpp"

#include "plugins/lib/readers/html/read_html.h"

TEXTMILL_STAGES("source read.html\n");
TEXTMILL_PLUGIN("read-html", TEXTMILL_VERSION, "MIT", textmill::readhtml::ReadHtml);
