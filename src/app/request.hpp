// What is asked in words: names of clients, paths of stores and servers, a moment. Resolved, it is
// a Setting.
#pragma once

#include <string>
#include <vector>

#include "app/explain.hpp"
#include "app/named_clients.hpp"
#include "base/result.hpp"

namespace tlswhy {

struct Request {
  ExplainOptions options;
  Installation installation;
  NamedClients clients;
  std::vector<std::string> as;     // ids, everyday names, files
  std::vector<std::string> trust;  // paths of certificates
  std::string at, server;          // empty: not given
  bool redact = false;             // all is said with stand-ins
};

// Puts all that is named into `options`. An error of kind `usage` is a name that nothing is called
// by; one of another kind a file that cannot be read.
Result<void> resolve(Request& request);
// The files beside the inputs, which notes may name.
std::vector<std::string> files_beside(const Request& request);

}  // namespace tlswhy
