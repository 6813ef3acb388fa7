#include "model/server_model.hpp"

#include <algorithm>

namespace tlswhy {

const ServerVersion* ServerModel::find(ProtocolVersion version) const {
  const auto found = std::ranges::find(versions, version, &ServerVersion::version);
  return found == versions.end() ? nullptr : &*found;
}

std::vector<CipherSuite> ServerModel::cipher_suites() const {
  std::vector<const ServerVersion*> newest_first;
  for (const ServerVersion& version : versions) newest_first.push_back(&version);
  std::ranges::sort(newest_first, std::ranges::greater(), &ServerVersion::version);
  std::vector<CipherSuite> out;
  for (const ServerVersion* version : newest_first) {
    for (const CipherSuite suite : version->cipher_suites) {
      if (std::ranges::find(out, suite) == out.end()) out.push_back(suite);
    }
  }
  return out;
}

}  // namespace tlswhy
