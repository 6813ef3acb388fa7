#include "command/name_service.hpp"

namespace tlswhy {

void prepare_name_service() {}

}  // namespace tlswhy
