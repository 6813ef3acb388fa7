// A TCP conversation as frames, as two honest ends would send it: for tests to cut and to shuffle.
#pragma once

#include "sources/capture/read_capture.hpp"
#include "sources/capture/testing/packets.hpp"

namespace tlswhy::testing {

namespace flag {
constexpr std::uint8_t fin = 1, syn = 2, rst = 4, psh = 8, ack = 16;
}

class Talk {
 public:
  static constexpr std::uint32_t client_ip = 0x0a000001, server_ip = 0x0a000002;

  explicit Talk(std::uint32_t client_isn = 1000, std::uint32_t server_isn = 5000,
                std::uint16_t client_port = 40000)
      : next_{client_isn, server_isn}, port_(client_port) {}

  Talk& open() {
    send(0, flag::syn, "", false);
    send(1, flag::syn | flag::ack);
    return send(0, flag::ack);
  }
  Talk& client(std::string_view data, std::size_t cut = 1400) { return say(0, data, cut); }
  Talk& server(std::string_view data, std::size_t cut = 1400) { return say(1, data, cut); }
  Talk& close() {
    send(0, flag::fin | flag::ack);
    send(1, flag::fin | flag::ack);
    return send(0, flag::ack);
  }
  Talk& reset(std::size_t from) { return send(from, flag::rst | flag::ack); }
  // An acknowledgement, or a segment of any kind.
  Talk& send(std::size_t from, std::uint8_t flags, std::string_view data = "", bool acks = true) {
    frames.push_back(frame(from, next_[from], acks ? next_[1 - from] : 0, flags, data));
    next_[from] +=
        static_cast<std::uint32_t>(data.size()) + ((flags & (flag::syn | flag::fin)) ? 1 : 0);
    return *this;
  }
  // A segment with chosen numbers; nothing moves on.
  Talk& stray(std::size_t from, std::uint32_t seq, std::uint32_t ack, std::uint8_t flags,
              std::string_view data = "") {
    frames.push_back(frame(from, seq, ack, flags, data));
    return *this;
  }
  // As if it had been sent before the capture.
  Talk& unseen(std::size_t from, std::uint32_t count) {
    next_[from] += count;
    return *this;
  }
  Talk& wait(std::int64_t ns) {
    now_ += ns;
    return *this;
  }
  [[nodiscard]] std::uint32_t next(std::size_t from) const { return next_[from]; }

  std::vector<Frame> frames;

 private:
  Talk& say(std::size_t from, std::string_view data, std::size_t cut) {
    for (std::size_t at = 0; at < data.size(); at += cut) {
      send(from, flag::ack | flag::psh, data.substr(at, cut));
    }
    return *this;
  }
  Frame frame(std::size_t from, std::uint32_t seq, std::uint32_t ack, std::uint8_t flags,
              std::string_view data) {
    const std::uint16_t client = port_, server = 443;
    Tcp segment{from == 0 ? client : server,
                from == 0 ? server : client,
                seq,
                ack,
                flags,
                std::string(data)};
    Ip ip{.from = from == 0 ? client_ip : server_ip, .to = from == 0 ? server_ip : client_ip};
    ip.ttl = from == 0 ? 64 : 128;
    now_ += 1'000'000;
    return {ethernet(0x0800, ip4(ip, tcp(segment))), 0, now_};
  }

  std::uint32_t next_[2];
  std::uint16_t port_;
  std::int64_t now_ = 1'700'000'000'000'000'000;
};

inline Recorder play(const std::vector<Frame>& frames, CaptureCounts* counts = nullptr) {
  Recorder recorder;
  CaptureSource source(recorder);
  std::uint32_t number = 0;
  for (const Frame& frame : frames) source.packet(frame.packet(++number));
  source.finish();
  if (counts != nullptr) *counts = source.counts();
  return recorder;
}

}  // namespace tlswhy::testing
