#include "capfile/packet_format.hpp"

#include <fmt/format.h>

namespace tlswhy {

bool CaptureInput::damage(std::string what) {
  truncated = true;
  notes.push_back({std::move(what), bytes->offset(), packets});
  return false;
}

bool CaptureInput::cut(const char* what) {
  const std::string below = bytes->stream().trouble();
  return damage(below.empty() ? fmt::format("the capture ends inside {}", what) : below);
}

bool CaptureInput::finished() {
  const std::string below = bytes->stream().trouble();
  return below.empty() ? false : damage(below);
}

}  // namespace tlswhy
