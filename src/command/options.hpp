// What can be given on the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/explain.hpp"
#include "app/named_clients.hpp"
#include "asking/probe.hpp"

namespace tlswhy {

struct CommandLine {
  ExplainOptions options;
  ProbeOptions asking;
  Installation installation;
  NamedClients clients;
  std::string colour = "auto";
  std::string language = "en";
  std::vector<std::string> as, trust;
  std::string at, server, html;
  bool json = false, ndjson = false;
};

// Reads it; where there is nothing more to do (--help, a mistake that was complained of), the exit
// code.
std::optional<int> parse(int argc, char** argv, CommandLine& line);

int complain(const std::string& what);  // one line; gives the exit code

}  // namespace tlswhy
