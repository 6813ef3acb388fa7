// Holds interviews with servers: opens the connections, with a proxy and STARTTLS where asked,
// sends what is to be asked and hands the answers back. One thread, many servers at a time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/endpoint.hpp"
#include "base/result.hpp"
#include "model/learned_server.hpp"
#include "session/client_certificate.hpp"
#include "sources/probe/interview.hpp"

namespace tlswhy {

struct ProbeTarget {
  std::string host;  // a name or an address, IPv6 without brackets
  std::uint16_t port = 443;
  std::optional<IpAddress> address;  // in place of those of the name
  std::string starttls;              // a protocol of starttls::protocols(); empty: TLS at once
};

struct Proxy {
  std::string protocol;  // "http-connect" or "socks5"
  std::string host;
  std::uint16_t port = 0;
  std::string user, password;
};

struct ProbeLimits {
  std::chrono::milliseconds step{5'000};  // of each step: name, connection, preamble, answer
  unsigned connections_per_server = 4;
  unsigned connections = 200;  // at a time, over all servers
  unsigned servers = 50;       // at a time
  double rate = 0;             // connections a second, over all servers; 0: as they come
};

// One server's interview. How it ended is in `failure`: nothing where it was held to its end.
struct Talk {
  ProbeTarget target;
  std::unique_ptr<Interview> interview;
  std::optional<Error> failure;
  Endpoint address;  // that was asked
  LearningCost cost;
  std::string injected;  // plaintext that stood behind the go-ahead to TLS
};

struct ProbeSetup {
  ProbeLimits limits;
  std::optional<Proxy> proxy;
  std::optional<ClientCertificate> certificate;
};

// Holds all interviews: `supply` gives the next one (nothing: there are no more), `done` gets each
// as it ends. A name with several addresses is asked at the first one that answers.
void hold_interviews(const ProbeSetup& setup, const std::function<std::unique_ptr<Talk>()>& supply,
                     const std::function<void(std::unique_ptr<Talk>)>& done);

}  // namespace tlswhy
