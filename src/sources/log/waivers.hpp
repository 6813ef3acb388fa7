// What a program says against a certificate and goes on in spite of, because it was told to.
#pragma once

#include <cstdint>
#include <string_view>

namespace tlswhy {

enum class Waives : std::uint8_t {
  nothing,
  this_line,      // what it says itself
  next_line_too,  // and what the line behind it gives as the reason
  lines_before,   // what was said of a certificate at a depth just before it
  reason_before,  // whatever was said against the certificate just before it
};

// `text` is comparable() text.
Waives waived_by(std::string_view text);

}  // namespace tlswhy
