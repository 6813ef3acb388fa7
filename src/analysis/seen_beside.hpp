// What the connections of a capture show of each other: handshakes that came to their end before
// this one failed, the sessions that servers gave in them, and hellos that somebody passes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/endpoint.hpp"
#include "diagnosis/diagnose.hpp"

namespace tlswhy {

class SeenBeside {
 public:
  static constexpr std::size_t most_kept = 4096;  // of each kind

  // Every connection, whatever it carries.
  void remember_opening(const TcpFacts& facts);
  // Every connection that has TLS in it, whatever became of it.
  void remember(const Transcript& transcript, const Handshake& handshake, const Look& look);

  // Without the server, which is not known here.
  [[nodiscard]] Beside beside(const Transcript& transcript, const Handshake& handshake) const;

 private:
  struct Given {  // a session
    Endpoint server;
    WorkedBefore in;
  };
  struct Hello {
    std::uint64_t connection = 0;
    std::uint32_t frame = 0;
    bool proxy_header = false;
  };
  void keep_hello(const ClientHello& hello, const Hello& seen);
  // The last frame between the two in which `who` opened a connection; 0: none.
  [[nodiscard]] std::uint32_t opened_between(const IpAddress& who, std::uint32_t first,
                                             std::uint32_t last) const;
  void remember_server(const Transcript& transcript, const Handshake& handshake);
  void remember_session(const Transcript& transcript, const Handshake& handshake,
                        const WorkedBefore& worked);

  std::map<IpAddress, std::set<std::uint32_t>> opened_;            // who sent a SYN, and its frames
  std::size_t openings_ = 0;                                       // frames in all
  std::map<std::pair<IpAddress, Endpoint>, WorkedBefore> worked_;  // by client and server
  struct Works {
    IpAddress client;
    WorksBeside first;
    WorksOnly all;
    bool other_suites = false;  // somebody got one with forward secrecy
    bool long_hello = false;    // one that takes two segments was answered
  };
  std::map<Endpoint, Works> servers_;
  // Looked up without a copy of the key.
  struct HashBytes {
    using is_transparent = void;
    std::size_t operator()(std::string_view bytes) const noexcept {
      return std::hash<std::string_view>{}(bytes);
    }
  };
  template <class T>
  using ByBytes = std::unordered_map<std::string, T, HashBytes, std::equal_to<>>;
  ByBytes<Given> sessions_;             // by id or ticket
  ByBytes<std::vector<Hello>> hellos_;  // by random
};

}  // namespace tlswhy
