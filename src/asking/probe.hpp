// `tlswhy probe HOST:PORT...`: servers are asked, judged and reported.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/explain.hpp"
#include "app/judge.hpp"
#include "sources/probe/interviewer.hpp"

namespace tlswhy {

struct ProbeOptions {
  std::vector<std::string> targets;    // as on the command line; more may stand in `list`
  std::string list;                    // file of targets, one a line; - is standard input
  std::vector<std::string> addresses;  // to ask in place of those that the names have
  std::string starttls, proxy, server_name;
  std::string certificate, key;  // files
  double timeout = 5, rate = 0;  // seconds of each step; connections a second, 0: no limit
  unsigned connections = 4;      // at a time to one server
  bool replay = false;
  std::string store, junit;  // files to write
  bool disabled = false;     // layouts: also the gadgets inside comments
  std::string was;           // verify: what an earlier probe printed
};

// What the connections are opened with. Errors name the option.
Result<ProbeSetup> setup_of(const ProbeOptions& options);
// A name that has several addresses is several servers: a farm whose members may differ. At most
// eight of them.
Result<std::vector<ProbeTarget>> with_addresses(ProbeTarget target, const ProbeOptions& options,
                                                bool through_proxy);
// A server to be asked for all that can be learnt of it.
std::unique_ptr<Talk> survey_of(ProbeTarget target, const ProbeOptions& options);
// What it learnt, when it has been held to its end.
LearnedServer learned_of(const Talk& talk);
// The same, when it has been held to its end, as the clients of `how` would meet the server.
Judged judge_talk(const Talk& talk, const ProbeOptions& options, const ExplainOptions& how);

Judged judge_learned(LearnedServer learned, ServerName host, const ExplainOptions& how);
// With its name, and the notes of the options.
JudgedReport report_of(Judged judged, const ExplainOptions& how);
// What clients call the server, and what the probe puts into server_name (empty: nothing).
ServerName host_of(const ProbeTarget& target, const ProbeOptions& options,
                   const ExplainOptions& how);
std::string server_name_of(const ProbeTarget& target, const ProbeOptions& options);

// Asks, judges and prints; the exit code of the contract.
int probe(const ProbeOptions& options, const ExplainOptions& how);
// `tlswhy verify HOST:PORT --was OLD.json`: in one round whether the server is still the same;
// where it is not, what changed.
int verify(const ProbeOptions& options, const ExplainOptions& how);

}  // namespace tlswhy
