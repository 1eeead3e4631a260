// write.svg.
#include "plugins/write-svg/svg_writer.h"

TEXTMILL_STAGES("sink write.svg\n");
TEXTMILL_PLUGIN("write-svg", TEXTMILL_VERSION, "MIT", textmill::write_svg::SvgWriter);
