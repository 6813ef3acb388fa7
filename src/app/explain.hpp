// `tlswhy INPUT...`: from capture files to reports on standard output.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/server_name.hpp"
#include "base/time.hpp"
#include "knowledge/client.hpp"
#include "knowledge/language.hpp"
#include "model/server_model.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

enum class Format { text, json, ndjson };

struct ExplainOptions {
  std::vector<std::string> inputs;
  Format format = Format::text;
  bool all = false;     // also connections that worked
  bool full = false;    // text: everything that is known of each failure
  ServerName host;      // the name that the client asked for
  std::string product;  // whose steps to show
  std::vector<const knowledge::ClientProfile*> as;  // judge as these clients
  std::optional<CertificateList> trust;             // the client's store, where given
  std::optional<ServerModel> server;                // where the capture does not show it
  std::string trust_password;                       // of key stores
  std::optional<Timestamp> at;                      // the moment to judge at
  std::vector<std::string> notes;                   // of store, server and settings
  bool colour = false;
  bool progress = false;  // on standard error
  knowledge::Language language{};
};

// The exit code of the contract.
int explain(const ExplainOptions& options);

}  // namespace tlswhy
