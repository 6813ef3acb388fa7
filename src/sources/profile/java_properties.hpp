// A file of Java properties as java.security is one: "key=value" lines with comments and
// continuations (java.util.Properties.load).
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tlswhy {

// Of a key that stands there twice the later line wins. Any bytes are a file of properties.
std::map<std::string, std::string> read_java_properties(std::string_view text);

}  // namespace tlswhy
