#include "capfile/pcap_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "capfile/field_reader.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t file_header_size = 24;
constexpr std::uint32_t usual_snaplen = 262144;

struct Variant {
  bool little_endian = false;
  std::uint32_t ns_per_tick = 1000;
  std::size_t packet_header_size = 16;
};

std::optional<Variant> variant_of(Bytes first) {
  for (const bool little : {false, true}) {
    switch (FieldReader(first, little).u32()) {
      case 0xa1b2c3d4: return Variant{little, 1000, 16};
      case 0xa1b23c4d: return Variant{little, 1, 16};
      // The interface index, protocol and packet type follow each packet header.
      case 0xa1b2cd34: return Variant{little, 1000, 24};
      default: break;
    }
  }
  return std::nullopt;
}

class PcapFormat final : public PacketFormat {
 public:
  PcapFormat(CaptureInput& input, const Variant& variant, FieldReader header)
      : input_(input), variant_(variant) {
    major_ = header.u16();
    minor_ = header.u16();
    header.u32();  // time zone and accuracy: always written as zero
    header.u32();
    longest_ = std::clamp(header.u32(), usual_snaplen, longest_block);
    const std::uint32_t network = header.u32();
    link_type_ = static_cast<std::uint16_t>(network & 0xffff);
    // The length of the frame check sequence, in 16-bit words, where bit 26 says so.
    if ((network & 0x04000000) != 0) fcs_length_ = (network >> 28) * 2;
  }

  bool next(Packet& packet) override {
    const Bytes head = input_.bytes->peek(variant_.packet_header_size);
    if (head.size() < variant_.packet_header_size) {
      return head.empty() ? input_.finished() : input_.cut("a packet header");
    }
    FieldReader fields(head, variant_.little_endian);
    const std::uint64_t seconds = fields.u32(), fraction = fields.u32();
    std::uint32_t captured = fields.u32(), original = fields.u32();
    order_lengths(captured, original);
    if (captured > longest_) {
      return input_.damage(fmt::format("a packet of {} bytes cannot be", captured));
    }
    const std::size_t whole = variant_.packet_header_size + captured;
    const Bytes all = input_.bytes->peek(whole);
    if (all.size() < whole) return input_.cut("a packet");
    input_.bytes->consume(whole);
    packet.data = all.subspan(variant_.packet_header_size);
    packet.original_length = std::max(original, captured);
    packet.time.ns =
        static_cast<std::int64_t>(seconds * 1'000'000'000 + fraction * variant_.ns_per_tick);
    packet.frame = ++input_.packets;
    packet.link_type = link_type_;
    if (fcs_length_ > 0) drop_fcs(packet);
    return true;
  }

 private:
  // Files before version 2.3 have the two lengths the other way round, those of 2.3 may have.
  void order_lengths(std::uint32_t& captured, std::uint32_t& original) const {
    const bool older = major_ < 2 || (major_ == 2 && minor_ < 3) || major_ == 543;
    const bool either = major_ == 2 && minor_ == 3;
    if (older || (either && captured > original)) std::swap(captured, original);
  }
  void drop_fcs(Packet& packet) const {
    const std::uint32_t frame =
        packet.original_length - std::min(packet.original_length, fcs_length_);
    packet.data = packet.data.first(std::min<std::size_t>(packet.data.size(), frame));
    packet.original_length = frame;
  }

  CaptureInput& input_;
  Variant variant_;
  std::uint16_t major_ = 0, minor_ = 0;
  std::uint32_t longest_ = 0;
  std::uint16_t link_type_ = 0;
  std::uint32_t fcs_length_ = 0;
};

}  // namespace

bool is_pcap(Bytes first) { return variant_of(first).has_value(); }

Result<std::unique_ptr<PacketFormat>> open_pcap(CaptureInput& input) {
  const Bytes header = input.bytes->peek(file_header_size);
  const std::optional<Variant> variant = variant_of(header);
  if (!variant || header.size() < file_header_size) {
    return failure(Error::Kind::malformed, "the pcap file header is cut short");
  }
  input.info.format = "pcap";
  input.info.sections = input.info.interfaces = 1;
  FieldReader fields(header, variant->little_endian);
  fields.u32();
  auto format = std::make_unique<PcapFormat>(input, *variant, fields);
  input.bytes->consume(file_header_size);
  return format;
}

}  // namespace tlswhy
