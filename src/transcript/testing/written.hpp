// A transcript written message by message, as a source without a byte stream yields it: datagrams,
// or the lines of a log. Packets and lines count from 1, a millisecond apart.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "transcript/transcript.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {

class Written {
 public:
  static constexpr std::int64_t begin_ns = 1'700'000'000'000'000'000;

  explicit Written(Transport transport) {
    transcript_.transport = std::move(transport);
    transcript_.tls = transcript_.client_known = true;
  }
  static Timestamp time_of(std::uint32_t number) {
    return {begin_ns + std::int64_t{number} * 1'000'000};
  }

  Written& message(Side from, HandshakeType type, std::string_view body) {
    HandshakeMessage m;
    m.from = from;
    m.type = type;
    std::tie(m.sequence, m.frame, m.time) = next();
    m.offset = static_cast<std::uint32_t>(transcript_.bytes.size());
    m.size = static_cast<std::uint32_t>(body.size());
    const Bytes bytes = as_bytes(body);
    transcript_.bytes.insert(transcript_.bytes.end(), bytes.begin(), bytes.end());
    transcript_.messages.push_back(m);
    spoke(from, m.frame);
    return *this;
  }
  Written& alert(Side from, AlertDescription description) {
    AlertSeen a;
    a.from = from;
    a.level = AlertLevel::fatal;
    a.description = description;
    std::tie(a.sequence, a.frame, a.time) = next();
    transcript_.alerts.push_back(a);
    spoke(from, a.frame);
    return *this;
  }
  [[nodiscard]] const Transcript& transcript() const { return transcript_; }

 private:
  std::tuple<Sequence, std::uint32_t, Timestamp> next() {
    ++number_;
    return {number_, number_, time_of(number_)};
  }

  void spoke(Side from, std::uint32_t number) {
    std::uint32_t& first = transcript_.sides[index(from)].tls_frame;
    if (first == 0) first = number;
  }

  Transcript transcript_;
  std::uint32_t number_ = 0;
};

}  // namespace tlswhy::testing
