#include "capfile/pcapng_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "capfile/pcapng_blocks.hpp"
#include "capfile/pcapng_interface.hpp"

namespace tlswhy {
namespace {

using namespace pcapng;

constexpr std::size_t most_interfaces = 65536;
constexpr std::size_t most_comments = 64;

class PcapngFormat final : public PacketFormat {
 public:
  explicit PcapngFormat(CaptureInput& input) : input_(input) {}

  bool next(Packet& packet) override {
    for (;;) {
      switch (block(packet)) {
        case Outcome::packet: return true;
        case Outcome::stop: return false;
        case Outcome::other: break;
      }
    }
  }

 private:
  enum class Outcome { packet, other, stop };
  static Outcome stopped(bool) { return Outcome::stop; }

  Outcome block(Packet& packet);
  Outcome whole_block(std::uint32_t type, std::uint32_t length, Packet& packet);
  Outcome skipped_block(std::uint32_t type, std::uint32_t length);
  Outcome body(std::uint32_t type, FieldReader fields, Packet& packet);
  Outcome enhanced(FieldReader fields, Packet& packet);
  Outcome old(FieldReader fields, Packet& packet);
  Outcome simple(FieldReader fields, Packet& packet);
  Outcome timed(FieldReader fields, std::uint32_t interface, Packet& packet);
  Outcome deliver(const PcapngInterface& from, std::uint32_t original, Packet& packet);
  Outcome section(FieldReader fields);
  Outcome interface(FieldReader fields);
  void keep_comments(FieldReader options);
  bool byte_order(Bytes magic);

  CaptureInput& input_;
  bool little_endian_ = true;
  std::vector<PcapngInterface> interfaces_;  // of the present section
  Timestamp last_time_;
};

bool PcapngFormat::byte_order(Bytes magic) {
  for (const bool little : {false, true}) {
    if (FieldReader(magic, little).u32() != byte_order_magic) continue;
    little_endian_ = little;
    return true;
  }
  return false;
}

PcapngFormat::Outcome PcapngFormat::block(Packet& packet) {
  const Bytes head = input_.bytes->peek(shortest_block);
  if (head.empty()) return stopped(input_.finished());
  if (head.size() < shortest_block) return stopped(input_.cut("a block header"));
  // The type of a section header reads the same in both byte orders.
  if (FieldReader(head, little_endian_).u32() == section_header && !byte_order(head.subspan(8))) {
    return stopped(input_.damage("a section header without a byte-order magic"));
  }
  FieldReader fields(head, little_endian_);
  const std::uint32_t type = fields.u32(), length = fields.u32();
  if (length < shortest_block || length % 4 != 0) {
    return stopped(input_.damage(fmt::format("a block of {} bytes cannot be", length)));
  }
  switch (type) {
    case section_header:
    case interface_description:
    case enhanced_packet:
    case simple_packet:
    case old_packet: return whole_block(type, length, packet);
    default: return skipped_block(type, length);
  }
}

PcapngFormat::Outcome PcapngFormat::whole_block(std::uint32_t type, std::uint32_t length,
                                                Packet& packet) {
  if (length > longest_block) {
    return stopped(input_.damage(fmt::format("a block of {} bytes cannot be", length)));
  }
  const Bytes all = input_.bytes->peek(length);
  if (all.size() < length) return stopped(input_.cut("a block"));
  if (FieldReader(all.last(4), little_endian_).u32() != length) {
    return stopped(input_.damage("a block whose two lengths differ"));
  }
  const Outcome outcome =
      body(type, FieldReader(all.subspan(8, length - shortest_block), little_endian_), packet);
  if (outcome != Outcome::stop) input_.bytes->consume(length);
  return outcome;
}

PcapngFormat::Outcome PcapngFormat::skipped_block(std::uint32_t type, std::uint32_t length) {
  if (input_.bytes->skip(length - 4) < length - 4) return stopped(input_.cut("a block"));
  const Bytes again = input_.bytes->peek(4);
  if (again.size() < 4) return stopped(input_.cut("a block"));
  if (FieldReader(again, little_endian_).u32() != length) {
    return stopped(input_.damage("a block whose two lengths differ"));
  }
  input_.bytes->consume(4);
  if (type == name_resolution) ++input_.info.name_blocks;
  if (type == decryption_secrets) ++input_.info.secrets_blocks;
  if (is_numbered_event(type)) ++input_.packets;
  return Outcome::other;
}

PcapngFormat::Outcome PcapngFormat::body(std::uint32_t type, FieldReader fields, Packet& packet) {
  switch (type) {
    case enhanced_packet: return enhanced(fields, packet);
    case simple_packet: return simple(fields, packet);
    case old_packet: return old(fields, packet);
    case section_header: return section(fields);
    default: return interface(fields);
  }
}

PcapngFormat::Outcome PcapngFormat::section(FieldReader fields) {
  fields.u32();  // the byte-order magic
  const std::uint16_t major = fields.u16();
  fields.u16();
  fields.u64();  // length of the section: blocks tell where it ends
  if (!fields.ok()) return stopped(input_.damage("a section header that is too short"));
  if (major != 1) {
    return stopped(input_.damage(fmt::format("a section of pcapng version {}", major)));
  }
  interfaces_.clear();
  ++input_.info.sections;
  keep_comments(fields);
  return Outcome::other;
}

PcapngFormat::Outcome PcapngFormat::interface(FieldReader fields) {
  if (fields.size() < 8) {
    return stopped(input_.damage("an interface description that is too short"));
  }
  if (interfaces_.size() == most_interfaces) {
    return stopped(input_.damage("more interfaces than can be"));
  }
  interfaces_.push_back(parse_interface(fields, little_endian_));
  ++input_.info.interfaces;
  fields.u64();
  keep_comments(fields);
  return Outcome::other;
}

void PcapngFormat::keep_comments(FieldReader options) {
  for_each_option(options, [this](std::uint16_t code, Bytes value) {
    if (code != 1 || input_.info.comments.size() == most_comments) return;
    input_.info.comments.emplace_back(
        as_text(value.first(std::min<std::size_t>(value.size(), 1024))));
  });
}

PcapngFormat::Outcome PcapngFormat::enhanced(FieldReader fields, Packet& packet) {
  const std::uint32_t interface = fields.u32();
  return timed(fields, interface, packet);
}

PcapngFormat::Outcome PcapngFormat::old(FieldReader fields, Packet& packet) {
  const std::uint32_t interface = fields.u16();
  fields.u16();  // packets dropped
  return timed(fields, interface, packet);
}

PcapngFormat::Outcome PcapngFormat::timed(FieldReader fields, std::uint32_t interface,
                                          Packet& packet) {
  const std::uint64_t high = fields.u32(), low = fields.u32();
  const std::uint32_t captured = fields.u32(), original = fields.u32();
  packet.data = fields.bytes(captured);
  if (!fields.ok()) return stopped(input_.damage("a packet that is longer than its block"));
  if (interface >= interfaces_.size()) {
    return stopped(input_.damage("a packet of an interface that was not described"));
  }
  packet.interface = interface;
  last_time_ = interfaces_[interface].time(high << 32 | low);
  packet.comment = {};
  fields.bytes(std::min<std::size_t>((4 - captured % 4) % 4, fields.size()));
  if (fields.size() >= 4) {
    for_each_option(fields, [&](std::uint16_t code, Bytes value) {
      if (code == 1 && packet.comment.empty()) packet.comment = as_text(value);
    });
  }
  return deliver(interfaces_[interface], original, packet);
}

PcapngFormat::Outcome PcapngFormat::simple(FieldReader fields, Packet& packet) {
  const std::uint32_t original = fields.u32();
  if (!fields.ok() || interfaces_.empty()) {
    return stopped(input_.damage("a simple packet without length or interface"));
  }
  const std::uint32_t limit = interfaces_.front().snaplen;
  const std::uint32_t captured = limit == 0 ? original : std::min(original, limit);
  packet.data = fields.bytes(std::min<std::size_t>(captured, fields.size()));
  packet.interface = 0;
  packet.comment = {};
  return deliver(interfaces_.front(), original, packet);
}

PcapngFormat::Outcome PcapngFormat::deliver(const PcapngInterface& from, std::uint32_t original,
                                            Packet& packet) {
  const std::size_t size = packet.data.size();
  packet.original_length = std::max(original, static_cast<std::uint32_t>(size));
  if (from.fcs_length > 0) {
    packet.original_length -= std::min(packet.original_length, from.fcs_length);
    packet.data = packet.data.first(std::min<std::size_t>(size, packet.original_length));
  }
  packet.time = last_time_;
  packet.link_type = from.link_type;
  packet.frame = ++input_.packets;
  return Outcome::packet;
}

}  // namespace

bool is_pcapng(Bytes first) {
  return first.size() >= shortest_block && FieldReader(first, true).u32() == section_header &&
         (FieldReader(first.subspan(8), true).u32() == byte_order_magic ||
          FieldReader(first.subspan(8), false).u32() == byte_order_magic);
}

Result<std::unique_ptr<PacketFormat>> open_pcapng(CaptureInput& input) {
  const Bytes head = input.bytes->peek(28);
  if (head.size() < 28) {
    return failure(Error::Kind::malformed, "the pcapng section header is cut short");
  }
  input.info.format = "pcapng";
  return std::make_unique<PcapngFormat>(input);
}

}  // namespace tlswhy
