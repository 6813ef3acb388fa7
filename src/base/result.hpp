// Failures of our own (unreadable, malformed, wrong usage). A handshake that failed is data, not
// one.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace tlswhy {

struct Error {
  enum class Kind { usage, unreadable, malformed, unsupported };
  Kind kind = Kind::malformed;
  std::string what;  // one line; names the file and the place
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> failure(Error::Kind kind, std::string what) {
  return std::unexpected(Error{kind, std::move(what)});
}

}  // namespace tlswhy
