// write.graphml and write.gexf.
#include "plugins/write-network/network_writer.h"

TEXTMILL_STAGES(
    "sink write.graphml\n"
    "sink write.gexf\n");
TEXTMILL_PLUGIN("write-network", TEXTMILL_VERSION, "MIT", textmill::write_network::GraphmlWriter,
                textmill::write_network::GexfWriter);
