#include "transcript/transport.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

template <class... Answers>
struct Asked : Answers... {
  using Answers::operator()...;
};
template <class... Answers>
Asked(Answers...) -> Asked<Answers...>;

constexpr std::array both = {Side::initiator, Side::responder};

// The least of the values that are not zero, which stands for "never".
std::uint32_t earliest(std::uint32_t a, std::uint32_t b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

}  // namespace

std::string to_string(const NamedServer& server) {
  const bool v6 = server.host.contains(':');
  return (v6 ? "[" + server.host + "]" : server.host) + ":" +
         std::to_string(server.port == 0 ? 443 : server.port);
}

std::string_view Transport::name() const {
  return std::visit(Asked{[](const TcpFacts&) { return std::string_view("tcp"); },
                          [](const DatagramFacts& f) {
                            return std::string_view(
                                f.protocol == DatagramFacts::Protocol::dtls ? "dtls" : "quic");
                          },
                          [](const LogFacts&) { return std::string_view("log"); }},
                    facts_);
}

const Endpoint& Transport::end(Side side) const {
  return std::visit([side](const auto& f) -> const Endpoint& { return f.ends[index(side)]; },
                    facts_);
}

std::span<const std::string> Transport::tunnels() const {
  using Names = std::span<const std::string>;
  return std::visit(Asked{[](const LogFacts&) { return Names(); },
                          [](const auto& f) { return Names(f.tunnels); }},
                    facts_);
}

std::uint32_t Transport::first_frame() const {
  return std::visit(
      Asked{[](const TcpFacts& f) { return f.first_frame; },
            [](const DatagramFacts& f) {
              return earliest(f.sides[0].first_frame, f.sides[1].first_frame);
            },
            [](const LogFacts& f) { return earliest(f.first_line[0], f.first_line[1]); }},
      facts_);
}

Timestamp Transport::start() const {
  return std::visit(Asked{[](const DatagramFacts& f) {
                            const auto& [a, b] = f.sides;
                            if (a.first_frame == 0 || b.first_frame == 0)
                              return std::max(a.first, b.first);
                            return std::min(a.first, b.first);
                          },
                          [](const auto& f) { return f.start; }},
                    facts_);
}

Timestamp Transport::last() const {
  return std::visit(
      Asked{[](const DatagramFacts& f) { return std::max(f.sides[0].last, f.sides[1].last); },
            [](const auto& f) { return f.last; }},
      facts_);
}

bool Transport::ended() const {
  return std::visit(Asked{[](const TcpFacts& f) { return f.ended; },
                          [](const auto& f) { return !f.closes.empty(); }},
                    facts_);
}

bool Transport::unseen(Side side) const {
  return std::visit(
      Asked{[side](const TcpFacts& f) { return f.unseen(side); },
            [side](const DatagramFacts& f) { return f.sides[index(side)].first_frame == 0; },
            // A log tells of both sides by what one of them met.
            [](const LogFacts&) { return false; }},
      facts_);
}

std::uint32_t Transport::first_said(Side side) const {
  return std::visit(
      Asked{[side](const TcpFacts& f) { return f.side(side).first_data_frame; },
            [side](const DatagramFacts& f) { return f.sides[index(side)].first_frame; },
            [side](const LogFacts& f) { return f.first_line[index(side)]; }},
      facts_);
}

Timestamp Transport::last_said() const {
  return std::visit(
      Asked{[](const TcpFacts& f) { return std::max(f.sides[0].last_data, f.sides[1].last_data); },
            [this](const auto&) { return last(); }},
      facts_);
}

std::uint64_t Transport::bytes_said(Side side) const {
  return std::visit(Asked{[](const LogFacts&) { return std::uint64_t{0}; },
                          [side](const auto& f) { return f.sides[index(side)].bytes; }},
                    facts_);
}

std::optional<bool> Transport::acknowledged(Side side) const {
  const TcpFacts* const f = tcp();
  if (f == nullptr) return std::nullopt;
  return f->side(side).bytes_acked >= f->side(side).bytes;
}

bool Transport::lost(Side side) const {
  return std::visit(Asked{[side](const TcpFacts& f) { return f.side(side).bytes_lost > 0; },
                          [side](const DatagramFacts& f) { return f.sides[index(side)].lost > 0; },
                          [](const LogFacts&) { return false; }},
                    facts_);
}

bool Transport::delivered_badly(Side side) const {
  const bool repeated =
      std::visit(Asked{[side](const TcpFacts& f) { return f.side(side).retransmissions > 0; },
                       [side](const DatagramFacts& f) { return f.sides[index(side)].repeated > 0; },
                       [](const LogFacts&) { return false; }},
                 facts_);
  return repeated || lost(side);
}

bool Transport::accepted() const {
  const TcpFacts* const f = tcp();
  return f != nullptr ? f->side(Side::responder).syn_frame != 0 : first_said(Side::responder) != 0;
}

bool Transport::asked_again() const {
  const TcpFacts* const f = tcp();
  return f != nullptr && f->side(Side::initiator).syn_count > 1;
}

std::vector<Close> Transport::closes() const {
  const TcpFacts* const f = tcp();
  if (f == nullptr) {
    return std::visit(Asked{[](const TcpFacts&) { return std::vector<Close>(); },
                            [](const auto& facts) { return facts.closes; }},
                      facts_);
  }
  std::vector<Close> out;
  for (const Side side : both) {
    const TcpSide& t = f->side(side);
    if (t.fin_frame != 0) out.push_back({side, Close::How::fin, t.fin_frame, t.fin_time});
    if (t.rst_frame != 0) out.push_back({side, Close::How::rst, t.rst_frame, t.rst_time});
  }
  return out;
}

}  // namespace tlswhy
