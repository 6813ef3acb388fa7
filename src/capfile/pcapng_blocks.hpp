// Block types of pcapng (draft-ietf-opsawg-pcapng, section 10.1).
#pragma once

#include <cstddef>
#include <cstdint>

namespace tlswhy::pcapng {

enum BlockType : std::uint32_t {
  interface_description = 1,
  old_packet = 2,
  simple_packet = 3,
  name_resolution = 4,
  interface_statistics = 5,
  enhanced_packet = 6,
  systemd_journal = 9,
  decryption_secrets = 10,
  section_header = 0x0a0d0d0a,
};
constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::size_t shortest_block = 12;

// Blocks without packet data to which Wireshark gives a frame number all the same.
constexpr bool is_numbered_event(std::uint32_t type) {
  return type == systemd_journal || type == 0x204 || type == 0x208 || type == 0x216 ||
         type == 0x221;
}

}  // namespace tlswhy::pcapng
