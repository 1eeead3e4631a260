// write.text.
#include "plugins/write-text/text_writer.h"

TEXTMILL_PLUGIN("write-text", TEXTMILL_VERSION, "MIT", textmill::write_text::TextWriter);
