// A server described in a TOML file (docs/server-description.md) or assumed around a chain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/server_model.hpp"
#include "model/setting.hpp"

namespace tlswhy {

struct ServerDescription {
  ServerModel server;
  std::vector<std::string> notes;  // of the certificate files: what was left out and why
  std::optional<AskedAt> asked{};  // where it was learnt by asking
};

// Whether a text is meant as one: it has a [server] table.
bool looks_like_server_description(std::string_view text);

// `name` is the file's; chains are read relative to its folder. What is not in order is said with
// file:line:column and the nearest known word.
Result<ServerDescription> read_server_description(const std::string& name, std::string_view text);

// A server that can do what its library can by default; `credentials` are left empty.
ServerModel default_server(Behaviour behaviour);

// OpenSSL's around these certificates, which must not be none: no more is known of the server.
ServerModel server_around(CertificateList chain);

}  // namespace tlswhy
