// Alerts are dialects: whether what a client did is what it is known to do about a cause.
#pragma once

#include "diagnosis/case.hpp"

namespace tlswhy {

enum class Fit : std::uint8_t {
  matches,  // just what this client does about it
  differs,  // this client does something else about it
  accepts,  // this client does not mind it
  unknown,  // not known of this client
};

// How the observed ending fits what the recognised client does about `cause`. An ending that cannot
// be read (encrypted) fits every alert.
Fit fit(const Case& c, knowledge::CauseId cause);

// For a client that was not recognised: some known client answers `cause` with the observed alert.
bool some_client_answers_so(const Case& c, knowledge::CauseId cause);
// No known client accepts it.
bool every_client_minds(knowledge::CauseId cause);

}  // namespace tlswhy
