#include "asking/address_use.hpp"

#include <algorithm>
#include <vector>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {

using knowledge::AddressUse;

bool gets_through(const knowledge::ClientProfile& client, std::span<const AskedAddress> addresses) {
  if (addresses.empty()) return false;
  const auto v4 = [](const AskedAddress& a) { return !a.ip.v6; };
  switch (client.policy.tries_addresses.value_or(AddressUse::next)) {
    case AddressUse::first: return addresses.front().reached;
    case AddressUse::first_ipv4: {
      const auto first = std::ranges::find_if(addresses, v4);
      return first != addresses.end() ? first->reached : addresses.front().reached;
    }
    case AddressUse::next: break;
  }
  return std::ranges::any_of(addresses, &AskedAddress::reached);
}

bool all_get_through(const Judged& judged, std::span<const AskedAddress> addresses) {
  return std::ranges::all_of(judged.verdicts, [&](const Explanation& v) {
    return gets_through(*v.played().client, addresses);
  });
}

std::string unreached_text(const Judged& judged, std::span<const AskedAddress> addresses,
                           knowledge::Language language) {
  std::vector<std::string> unreached;
  for (const AskedAddress& a : addresses)
    if (!a.reached) unreached.push_back(to_string(a.ip));
  if (unreached.empty()) return {};
  std::vector<std::string_view> failing;
  for (const Explanation& v : judged.verdicts)
    if (const auto& client = *v.played().client; !gets_through(client, addresses))
      failing.push_back(client.name);
  const auto id =
      failing.empty() ? sentence::probe_address_unreached : sentence::probe_address_unreached_fails;
  return knowledge::say(
      id, language,
      {{"addresses", knowledge::list_of(unreached)}, {"clients", knowledge::list_of(failing)}});
}

}  // namespace tlswhy
