// The locale of messages that the environment names (POSIX.1-2017, section 8.2): the first of these
// variables that is set.
#pragma once

#include <cstdlib>
#include <string>

namespace tlswhy {

inline std::string locale_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace tlswhy
