#include "capfile/annotated_copy.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/held_stream.hpp"
#include "capfile/capture_reader.hpp"
#include "capfile/chunked_input.hpp"
#include "capfile/compression.hpp"
#include "capfile/pcapng_blocks.hpp"
#include "capfile/pcapng_format.hpp"
#include "capfile/pcapng_interface.hpp"

namespace tlswhy {
namespace {

constexpr std::uint16_t option_end = 0, option_comment = 1;
constexpr std::size_t longest_comment = 32768;  // the length of an option has 16 bits

// The bytes of one block, in the byte order of its section.
class Block {
 public:
  Block(std::uint32_t type, bool little_endian) : little_(little_endian) {
    u32(type);
    u32(0);  // the length, when it is known
  }
  void u16(std::uint64_t value) { integer(value, 2); }
  void u32(std::uint64_t value) { integer(value, 4); }
  void bytes(Bytes value) { out_.insert(out_.end(), value.begin(), value.end()); }
  void padded(Bytes value) {
    bytes(value);
    out_.resize((out_.size() + 3) / 4 * 4);
  }
  void option(std::uint16_t code, Bytes value) {
    u16(code);
    u16(value.size());
    padded(value);
  }
  // The options that are there, and the comment behind them.
  void options(FieldReader had, std::string_view comment) {
    for_each_option(had, [this](std::uint16_t code, Bytes value) { option(code, value); });
    if (!comment.empty()) option(option_comment, as_bytes(comment.substr(0, longest_comment)));
    u16(option_end);
    u16(0);
  }
  Bytes finish() {
    u32(0);
    const std::uint64_t length = out_.size();
    for (const std::size_t at : {std::size_t{4}, out_.size() - 4}) put(at, length, 4);
    return out_;
  }

 private:
  void integer(std::uint64_t value, std::size_t width) {
    out_.resize(out_.size() + width);
    put(out_.size() - width, value, width);
  }
  void put(std::size_t at, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t shift = 8 * (little_ ? i : width - 1 - i);
      out_[at + i] = static_cast<std::uint8_t>(value >> shift & 0xff);
    }
  }

  bool little_;
  std::vector<std::uint8_t> out_;
};

class Copy {
 public:
  Copy(const Annotations& annotations, const WriteBytes& write)
      : annotations_(annotations), write_(write) {}

  // Of a pcapng, block by block.
  bool blocks(ChunkedInput& input) {
    while (good_) {
      const Bytes head = input.peek(pcapng::shortest_block);
      if (head.size() < pcapng::shortest_block) break;
      if (FieldReader(head, little_).u32() == pcapng::section_header) find_order(head);
      FieldReader fields(head, little_);
      const std::uint32_t type = fields.u32(), length = fields.u32();
      if (length < pcapng::shortest_block || length % 4 != 0 || length > longest_block) break;
      const Bytes all = input.peek(length);
      if (all.size() < length || FieldReader(all.last(4), little_).u32() != length) break;
      block(type, all);
      input.consume(length);
    }
    return good_;
  }

  // Of a pcap, packet by packet. Each timestamp is the same moment, in nanoseconds.
  bool packets(CaptureReader& reader) {
    section(FieldReader({}, little_));
    Packet packet;
    bool described = false;
    while (good_ && reader.next(packet)) {
      if (!std::exchange(described, true)) interface(packet.link_type);
      if (!kept(packet.frame)) continue;
      const auto ns = static_cast<std::uint64_t>(packet.time.ns);
      Block out(pcapng::enhanced_packet, little_);
      out.u32(0);
      out.u32(ns >> 32);
      out.u32(ns & 0xffffffff);
      out.u32(packet.data.size());
      out.u32(packet.original_length);
      out.padded(packet.data);
      out.options(FieldReader({}, little_), comment(packet.frame));
      put(out.finish());
    }
    return good_;
  }

 private:
  void put(Bytes bytes) { good_ = good_ && write_(bytes); }
  [[nodiscard]] bool kept(std::uint32_t frame) const {
    return frame < annotations_.kept.size() && annotations_.kept[frame];
  }
  [[nodiscard]] std::string_view comment(std::uint32_t frame) const {
    const auto found = annotations_.comments.find(frame);
    return found == annotations_.comments.end() ? std::string_view() : found->second;
  }

  void find_order(Bytes head) {
    little_ = FieldReader(head.subspan(8), true).u32() == pcapng::byte_order_magic;
  }

  void block(std::uint32_t type, Bytes all) {
    FieldReader body(all.subspan(8, all.size() - pcapng::shortest_block), little_);
    switch (type) {
      case pcapng::section_header: body.bytes(16); return section(body);
      case pcapng::interface_description:
      case pcapng::name_resolution:
      case pcapng::interface_statistics: return put(all);
      case pcapng::enhanced_packet: return kept(++frame_) ? enhanced(body) : void();
      case pcapng::old_packet: return kept(++frame_) ? old(body) : void();
      case pcapng::simple_packet: return kept(++frame_) ? put(all) : void();
      default:
        if (pcapng::is_numbered_event(type)) ++frame_;
    }
  }

  void section(FieldReader options) {
    Block out(pcapng::section_header, little_);
    out.u32(pcapng::byte_order_magic);
    out.u16(1);
    out.u16(0);
    out.u32(0xffffffff);  // its length is not said
    out.u32(0xffffffff);
    out.options(options,
                std::exchange(described_, true) ? std::string_view() : annotations_.of_section);
    put(out.finish());
  }

  void interface(std::uint16_t link_type) {
    constexpr std::array<std::uint8_t, 1> nanoseconds{9};
    Block out(pcapng::interface_description, little_);
    out.u16(link_type);
    out.u16(0);
    out.u32(0);  // no limit
    out.option(9, nanoseconds);
    out.options(FieldReader({}, little_), {});
    put(out.finish());
  }

  void enhanced(FieldReader body) { timed(body.u32(), body); }
  // The Packet Block that the Enhanced one took the place of: two fields of 16 bits for one of 32.
  void old(FieldReader body) {
    const std::uint16_t interface = body.u16();
    body.u16();
    timed(interface, body);
  }
  void timed(std::uint32_t interface, FieldReader body) {
    Block out(pcapng::enhanced_packet, little_);
    out.u32(interface);
    out.u32(body.u32());
    out.u32(body.u32());
    const std::uint32_t captured = body.u32();
    out.u32(captured);
    out.u32(body.u32());
    out.padded(body.bytes(captured));
    if (!body.ok()) return;  // the reader ended here, too
    body.bytes((4 - captured % 4) % 4);
    out.options(body, comment(frame_));
    put(out.finish());
  }

  const Annotations& annotations_;
  const WriteBytes& write_;
  bool little_ = true;
  bool good_ = true;
  bool described_ = false;  // of_section is written
  std::uint32_t frame_ = 0;
};

}  // namespace

Result<void> copy_annotated(std::unique_ptr<ByteStream> stream, const Annotations& annotations,
                            const WriteBytes& write) {
  auto held = std::make_unique<HeldStream>(std::move(stream));
  if (const Compression packed = compression_of(held->head()); packed != Compression::none) {
    held = std::make_unique<HeldStream>(
        decompress(packed, std::make_unique<ChunkedInput>(std::move(held))));
  }
  Copy copy(annotations, write);
  bool good = false;
  if (is_pcapng(held->head())) {
    ChunkedInput input(std::move(held));
    good = copy.blocks(input);
  } else {
    auto reader = CaptureReader::open(std::move(held));
    if (!reader) return std::unexpected(reader.error());
    good = copy.packets(*reader);
  }
  if (!good) return failure(Error::Kind::unreadable, "cannot be written");
  return {};
}

}  // namespace tlswhy
