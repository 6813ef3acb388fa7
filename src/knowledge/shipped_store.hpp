// Which roots a platform ships, as lists of single days have them (knowledge/stores).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlswhy::knowledge {

// What one platform shipped on one day.
struct ShippedStore {
  std::string_view platform;  // as users type it: "windows"
  std::string_view name;      // for people: "Oracle Java"
  std::string_view as_of;     // the day of the list: "2026-07-19"
  std::string_view version;   // of the platform; empty where the list names none
};

struct ShippedRoot {
  std::string_view sha256;  // of the certificate, 64 hexadecimal digits
  // The common name; where there is none the organizational unit, or the organization.
  std::string_view name;
  std::uint32_t stores;  // bit 1 << n: shipped_stores()[n] holds it
};

// In the order of platforms, of one platform older ones first.
std::span<const ShippedStore> shipped_stores();
// The newest list of the platform that is not younger than `day` ("2026-07-19"; empty: the newest
// of all). Null where there is none.
const ShippedStore* find_shipped_store(std::string_view platform, std::string_view day);
// `store` is one of shipped_stores().
std::vector<const ShippedRoot*> roots_of(const ShippedStore& store);

}  // namespace tlswhy::knowledge
