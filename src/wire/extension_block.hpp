// The extensions of a hello (RFC 8446 section 4.2): type and content, one after the other.
#pragma once

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

// Gives each whole extension to `read(type, content)`; false where the block ends inside one.
template <class Read>
bool for_each_extension(Reader extensions, const Read& read) {
  while (extensions.ok() && !extensions.empty()) {
    const auto type = static_cast<ExtensionType>(extensions.u16());
    const Bytes content = extensions.vector16();
    if (extensions.ok()) read(type, content);
  }
  return extensions.ok();
}

}  // namespace tlswhy
