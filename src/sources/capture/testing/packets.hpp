// Makes frames for tests, layer by layer, and records what consumers get.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "capfile/packet.hpp"
#include "capfile/testing/capture_writer.hpp"
#include "transcript/stream_consumer.hpp"

namespace tlswhy::testing {

inline ByteWriter network() { return ByteWriter(false); }

struct Tcp {
  std::uint16_t from = 40000, to = 443;
  std::uint32_t seq = 0, ack = 0;
  std::uint8_t flags = 0x10;
  std::string data = {};
};

inline std::string tcp(const Tcp& t) {
  ByteWriter w = network();
  w.u16(t.from).u16(t.to).u32(t.seq).u32(t.ack).u8(0x50).u8(t.flags).u16(1024).u32(0);
  return w.text(t.data).bytes();
}
inline std::string udp(std::uint16_t from, std::uint16_t to, std::string_view data) {
  return network().u16(from).u16(to).u16(data.size() + 8).u16(0).text(data).bytes();
}

struct Ip {
  std::uint8_t protocol = 6;
  std::uint32_t from = 0x0a000001, to = 0x0a000002;  // of IPv6: the last four bytes of fd00::
  std::uint8_t ttl = 64;
  std::uint16_t id = 1;
  std::uint16_t fragment = 0;     // flags and offset as in the header
  std::uint16_t length = 0xffff;  // the true one
};

inline std::string ip4(const Ip& ip, std::string_view data) {
  ByteWriter w = network();
  const std::size_t length = ip.length == 0xffff ? data.size() + 20 : ip.length;
  w.u8(0x45).u8(0).u16(length).u16(ip.id).u16(ip.fragment).u8(ip.ttl).u8(ip.protocol).u16(0);
  return w.u32(ip.from).u32(ip.to).text(data).bytes();
}
inline std::string ip6(const Ip& ip, std::string_view data, std::uint32_t prefix = 0xfd000000) {
  ByteWriter w = network();
  const std::size_t length = ip.length == 0xffff ? data.size() : ip.length;
  w.u32(0x60000000).u16(length).u8(ip.protocol).u8(ip.ttl);
  w.u32(prefix).u64(0).u32(ip.from);
  return w.u32(prefix).u64(0).u32(ip.to).text(data).bytes();
}
inline std::string ethernet(std::uint16_t type, std::string_view data) {
  return network().u32(0x02000000).u32(0x00010200).u32(0x00000002).u16(type).text(data).bytes();
}

// A packet that owns its bytes.
struct Frame {
  std::string data = {};
  std::uint32_t original_length = 0;  // 0: as long as the data
  std::int64_t ns = 0;
  std::uint16_t link_type = 1;

  [[nodiscard]] Packet packet(std::uint32_t number) const {
    Packet out;
    out.data = as_bytes(data);
    out.original_length =
        original_length == 0 ? static_cast<std::uint32_t>(data.size()) : original_length;
    out.frame = number;
    out.time.ns = ns;
    out.link_type = link_type;
    return out;
  }
};

struct Event {
  Side from = Side::initiator;
  std::string data = {};
  std::uint64_t gap = 0;
  std::uint32_t frame = 0;
};

struct Conversation {
  std::vector<Event> events;
  TcpFacts facts;
  bool ended = false;

  // One side's stream, with "[n]" for a gap.
  [[nodiscard]] std::string stream(Side side) const {
    std::string out;
    for (const Event& event : events) {
      if (event.from != side) continue;
      out += event.gap > 0 ? "[" + std::to_string(event.gap) + "]" : event.data;
    }
    return out;
  }
  // Both sides as they took turns: ">request<reply>...".
  [[nodiscard]] std::string turns() const {
    std::string out;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (i == 0 || events[i].from != events[i - 1].from) {
        out += events[i].from == Side::initiator ? '>' : '<';
      }
      out += events[i].gap > 0 ? "[" + std::to_string(events[i].gap) + "]" : events[i].data;
    }
    return out;
  }
};

class Recorder final : public StreamConsumerFactory {
 public:
  // In the order in which they ended.
  std::vector<Conversation> conversations;
  std::size_t opened = 0;

  std::unique_ptr<StreamConsumer> open() override {
    ++opened;
    return std::make_unique<Consumer>(*this);
  }

 private:
  class Consumer final : public StreamConsumer {
   public:
    explicit Consumer(Recorder& recorder) : recorder_(recorder) {}
    void data(Side from, Bytes bytes, const Origin& at) override {
      seen_.events.push_back({from, std::string(as_text(bytes)), 0, at.frame});
    }
    void gap(Side from, std::uint64_t count, const Origin& at) override {
      seen_.events.push_back({from, "", count, at.frame});
    }
    void end(const TcpFacts& facts) override {
      seen_.facts = facts;
      seen_.ended = true;
      recorder_.conversations.push_back(std::move(seen_));
    }

   private:
    Recorder& recorder_;
    Conversation seen_;
  };
};

}  // namespace tlswhy::testing
