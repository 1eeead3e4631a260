#include "plugins/entities/gazetteer/world.h"

namespace textmill {
namespace embedded {
std::span<const File> world();  // see CMakeLists.txt
}

std::span<const embedded::File> entities::WorldGazetteer() { return embedded::world(); }

}  // namespace textmill
