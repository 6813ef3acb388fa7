#include "wire/record_header.hpp"

namespace tlswhy {

std::optional<RecordHeader> read_record_header(Bytes b) {
  if (b.size() < RecordHeader::size || !is_content_type(b[0]) || b[1] != 3 || b[2] > 4) {
    return std::nullopt;
  }
  return RecordHeader{static_cast<ContentType>(b[0]),
                      static_cast<ProtocolVersion>(b[1] << 8 | b[2]),
                      static_cast<std::uint16_t>(b[3] << 8 | b[4])};
}

bool plausible_record_header(Bytes bytes) {
  const auto header = read_record_header(bytes);
  return header && header->length <= most_ciphertext;
}

}  // namespace tlswhy
