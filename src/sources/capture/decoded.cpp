#include "sources/capture/decoded.hpp"

namespace tlswhy {
namespace {

const char* name_of(Tunnel tunnel) {
  switch (tunnel) {
    case Tunnel::none: return "";
    case Tunnel::vlan: return "vlan";
    case Tunnel::trustsec: return "trustsec";
    case Tunnel::mpls: return "mpls";
    case Tunnel::pppoe: return "pppoe";
    case Tunnel::ppp: return "ppp";
    case Tunnel::gre: return "gre";
    case Tunnel::erspan: return "erspan";
    case Tunnel::vxlan: return "vxlan";
    case Tunnel::geneve: return "geneve";
    case Tunnel::gtp: return "gtp";
    case Tunnel::teredo: return "teredo";
    case Tunnel::l2tp: return "l2tp";
    case Tunnel::ip_in_ip: return "ip-in-ip";
    case Tunnel::six_in_four: return "6in4";
    case Tunnel::capwap: return "capwap";
    case Tunnel::ether_ip: return "etherip";
  }
  return "";
}

}  // namespace

std::vector<std::string> TunnelPath::names() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count_; ++i) out.emplace_back(name_of(tunnels_[i]));
  return out;
}

}  // namespace tlswhy
