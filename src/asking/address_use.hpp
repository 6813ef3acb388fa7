// Names with several addresses, as clients use them: who goes on to the next one where one does not
// accept the connection, and who takes one alone (knowledge::AddressUse).
#pragma once

#include <span>
#include <string>

#include "base/endpoint.hpp"
#include "knowledge/client.hpp"
#include "knowledge/language.hpp"
#include "report/judged_report.hpp"

namespace tlswhy {

// In the order that the resolver gave.
struct AskedAddress {
  IpAddress ip;
  bool reached = false;
};

// Whether the client is connected to any of them. Of a client that nobody knows in this respect it
// is supposed that it goes on.
bool gets_through(const knowledge::ClientProfile& client, std::span<const AskedAddress> addresses);

// Whether each client that was judged is connected.
bool all_get_through(const Judged& judged, std::span<const AskedAddress> addresses);

// Which addresses were not reached, and which of the clients that were judged fail for that: a line
// in words. Empty where all were reached.
std::string unreached_text(const Judged& judged, std::span<const AskedAddress> addresses,
                           knowledge::Language language);

}  // namespace tlswhy
