#include "textmill/plugin.hpp"

#include "plugins/html-text/html_text.h"

TEXTMILL_STAGES("transform html.text\n");
TEXTMILL_PLUGIN("html-text", TEXTMILL_VERSION, "MIT", textmill::html::HtmlText);
