// What a file seems to be, by its first bytes: for the error line when it is no capture.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tlswhy {

// "PEM text", "a zip archive", ...; for formats that editcap can convert, with that hint.
std::string content_kind(Bytes first);

}  // namespace tlswhy
