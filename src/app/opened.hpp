// Inputs whose first bytes were looked at.
#pragma once

#include <memory>
#include <string>

#include "base/held_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

struct Opened {
  std::string name;
  std::unique_ptr<HeldStream> stream;  // of a text that is compressed what it holds
  bool text = false;
  bool zip = false;
};

// A capture is known by its first bytes; anything else that can be read is a text.
Opened look_at_input(const std::string& name, std::unique_ptr<ByteStream> bytes);
Result<Opened> open_input(const std::string& name);

}  // namespace tlswhy
