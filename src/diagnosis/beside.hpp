// What other connections of the same source show of the one that is diagnosed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/server_model.hpp"

namespace tlswhy {

// The same client had been at the same server before, and that handshake came to its end.
struct WorkedBefore {
  std::uint32_t frame = 0;    // of its ServerHello
  bool gave_session = false;  // in it the server issued just what this hello offers
  bool certificate_requested = false;

  bool operator==(const WorkedBefore&) const = default;
};

// A handshake with the same server, whoever's, that came to its end.
struct WorksBeside {
  std::uint32_t frame = 0;  // of its ServerHello
  ProtocolVersion version{};
  bool same_client = false;  // by its address

  bool operator==(const WorksBeside&) const = default;
};

// What all handshakes with the same server have in common that came to their end.
struct WorksOnly {
  // The server chose a suite without forward secrecy (TLS_RSA_*), in each of them.
  std::optional<CipherSuite> static_rsa = {};
  std::uint32_t static_rsa_frame = 0;   // of a ServerHello
  std::uint32_t short_hello_frame = 0;  // of a hello that fits one segment; 0: none, or a long one

  bool operator==(const WorksOnly&) const = default;
};

// A server of another domain showed a fresh certificate of the same issuer.
struct SameIssuer {
  std::uint32_t frame = 0;  // of its Certificate
  std::string name;         // of its certificate

  bool operator==(const SameIssuer&) const = default;
};

struct Beside {
  const ServerModel* server = nullptr;  // as another connection showed it; may be null
  std::optional<WorkedBefore> before = {};
  std::optional<WorksBeside> works = {};
  WorksOnly works_only = {};
  std::optional<SameIssuer> same_issuer = {};
  // The same ClientHello in another connection, so that somebody in between passes it on: its frame
  // there; 0: none was seen. Whether a PROXY protocol header stands in front of it: that one's
  // frame.
  std::uint32_t relayed_frame = 0;
  std::uint32_t proxy_header_frame = 0;
  // Between the opening of this one and the server's answer the server opened a connection of its
  // own, as somebody does who passes on what comes in: its frame; 0: it did not.
  std::uint32_t onward_frame = 0;

  bool operator==(const Beside&) const = default;
};

}  // namespace tlswhy
