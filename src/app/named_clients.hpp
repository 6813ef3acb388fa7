// The clients that `--as` names: built in, or a file of the user's own; with the settings of a real
// installation where its files are given.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "knowledge/own_profile.hpp"

namespace tlswhy {

struct Installation {  // files; "" where none is given
  std::string java_security, java_version, openssl_cnf;
  [[nodiscard]] bool given() const {
    return !java_security.empty() || !java_version.empty() || !openssl_cnf.empty();
  }
};

struct NamedClients {
  std::deque<OwnProfile> own;  // what some of `clients` look at
  std::vector<const knowledge::ClientProfile*> clients;
  std::vector<std::string> notes;
};

// A known id or everyday name wins over a file of that name.
Result<NamedClients> find_clients(const std::vector<std::string>& names,
                                  const Installation& installation);

}  // namespace tlswhy
