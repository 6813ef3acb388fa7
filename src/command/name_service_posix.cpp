#include "command/name_service.hpp"

#ifdef TLSWHY_STATIC
#include <nss.h>
#endif

namespace tlswhy {

void prepare_name_service() {
#ifdef TLSWHY_STATIC
  // Both are inside glibc since its version 2.34.
  __nss_configure_lookup("hosts", "files dns");
#endif
}

}  // namespace tlswhy
