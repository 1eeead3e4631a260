#include "plugins/corpus/collocations.h"
#include "plugins/corpus/frequencies.h"
#include "plugins/corpus/keywords.h"
#include "plugins/corpus/matrix.h"
#include "plugins/corpus/topics.h"

TEXTMILL_STAGES(
    "transform corpus.frequencies frequencies\n"
    "transform corpus.keywords keywords\n"
    "transform corpus.collocations collocations\n"
    "sink corpus.matrix\n"
    "transform corpus.topics topics words documents\n");
TEXTMILL_PLUGIN("corpus", TEXTMILL_VERSION, "MIT", textmill::corpus::Frequencies,
                textmill::corpus::Keywords, textmill::corpus::Collocations,
                textmill::corpus::Matrix, textmill::corpus::Topics);
