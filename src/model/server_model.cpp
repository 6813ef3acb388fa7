#include "model/server_model.hpp"

#include <algorithm>

namespace tlswhy {

const ServerVersion* ServerModel::find(ProtocolVersion version) const {
  const auto found = std::ranges::find(versions, version, &ServerVersion::version);
  return found == versions.end() ? nullptr : &*found;
}

const ServerVersion* ServerModel::newest() const {
  const auto found = std::ranges::max_element(versions, {}, &ServerVersion::version);
  return found == versions.end() ? nullptr : &*found;
}

const ServerVersion* ServerModel::newest_below(ProtocolVersion version) const {
  const ServerVersion* out = nullptr;
  for (const ServerVersion& v : versions) {
    if (v.version < version && (out == nullptr || out->version < v.version)) out = &v;
  }
  return out;
}

std::vector<CipherSuite> ServerModel::cipher_suites() const {
  std::vector<CipherSuite> out;
  for (const ServerVersion* v = newest(); v != nullptr; v = newest_below(v->version)) {
    for (const CipherSuite suite : v->cipher_suites) {
      if (std::ranges::find(out, suite) == out.end()) out.push_back(suite);
    }
  }
  return out;
}

}  // namespace tlswhy
