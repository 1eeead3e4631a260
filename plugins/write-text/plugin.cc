// write.text.
#include "plugins/write-text/text_writer.h"

TEXTMILL_STAGES("sink write.text\n");
TEXTMILL_PLUGIN("write-text", TEXTMILL_VERSION, "MIT", textmill::write_text::TextWriter);
