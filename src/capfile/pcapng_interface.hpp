// One Interface Description Block of a pcapng (draft-ietf-opsawg-pcapng §4.2).
#pragma once

#include <functional>

#include "base/time.hpp"
#include "capfile/field_reader.hpp"

namespace tlswhy {

struct PcapngInterface {
  std::uint16_t link_type = 0;
  std::uint32_t snaplen = 0;                 // 0: no limit
  std::uint64_t ticks_per_second = 1000000;  // if_tsresol; 0: too fine to have a second
  std::int64_t offset_seconds = 0;           // if_tsoffset
  std::uint32_t fcs_length = 0;              // if_fcslen, bytes

  [[nodiscard]] Timestamp time(std::uint64_t ticks) const;
};

// §3.5: walks the options of a block until opt_endofopt or the end.
void for_each_option(FieldReader options,
                     const std::function<void(std::uint16_t code, Bytes value)>& take);

// From the block's body.
PcapngInterface parse_interface(FieldReader body, bool little_endian);

}  // namespace tlswhy
