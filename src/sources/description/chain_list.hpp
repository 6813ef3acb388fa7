// A list of chains to judge: JSON objects, one a line (docs/usage.md, "Many chains").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/server_name.hpp"
#include "base/time.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

struct ListedChain {
  std::string id;                        // whatever the line calls it; may be empty
  ServerName host{};                     // empty: not given
  std::optional<Timestamp> at{};         // nothing: not given
  CertificateList chain;                 // leaf first; may be empty where none can be read
  std::optional<CertificateList> roots;  // what the client trusts; nothing: not given
};

// One line. The error says what is wrong with it, without a place.
Result<ListedChain> read_listed_chain(std::string_view line);
// What a line that cannot be read calls itself; empty where that cannot be told either.
std::string listed_id(std::string_view line);

// The beginning of a file of such lines.
bool looks_like_chain_list(std::string_view head);

}  // namespace tlswhy
