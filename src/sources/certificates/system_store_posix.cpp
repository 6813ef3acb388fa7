#include <fmt/format.h>

#include "sources/certificates/system_store.hpp"

namespace tlswhy {

Result<ReadCertificates> read_system_store(const std::string& path) {
  return failure(Error::Kind::unreadable,
                 fmt::format("{}: only Windows has such a store; give its file or folder", path));
}

}  // namespace tlswhy
