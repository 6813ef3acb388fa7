// The registries as the compiler of knowledge/ writes them: constants, nothing runs at start-up.
// Internal to this folder, whose registry.hpp has the functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlswhy {

struct CodePoint {
  std::uint16_t code;
  std::string_view name;
};
// One registry, sorted twice for binary search both ways.
struct CodePointTable {
  std::span<const CodePoint> by_code, by_name;
};

namespace tables {
extern const CodePointTable cipher_suites, named_groups, signature_schemes, alerts, extensions;
extern const CodePointTable openssl_ciphers;
}  // namespace tables

// What `read` makes of each name of a registry, read once: a handshake that is played asks for
// dozens. Few first octets are in use, and those that are not share a page of default values.
template <class Traits>
class TraitsByCode {
 public:
  TraitsByCode(const CodePointTable& registry, Traits (*read)(std::string_view name)) : pages_(1) {
    for (const CodePoint& point : registry.by_code) {
      std::uint8_t& page = page_of_[point.code >> 8U];
      if (page == 0) {
        page = static_cast<std::uint8_t>(pages_.size());
        pages_.emplace_back();
      }
      pages_[page][point.code & 0xffU] = read(point.name);
    }
  }
  [[nodiscard]] const Traits& at(std::uint16_t code) const {
    return pages_[page_of_[code >> 8U]][code & 0xffU];
  }

 private:
  std::array<std::uint8_t, 256> page_of_{};
  std::vector<std::array<Traits, 256>> pages_;
};

}  // namespace tlswhy
