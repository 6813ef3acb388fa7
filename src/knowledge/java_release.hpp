// Which of the Javas that are known a version means.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/client.hpp"

namespace tlswhy::knowledge {

// The built-in Java nearest to a version, not above it where there is one.
struct JavaVersion {
  const ClientProfile* profile = nullptr;  // none: it is no version of Java
  std::string version;                     // "1.8.0_202"
  bool exact = false;
};

// "1.8.0_152" up to Java 8, "17.0.9" since 9 (JEP 223).
JavaVersion java_of_release(std::string_view version);
// The same of what `java -version` prints: a line like `openjdk version "1.8.0_152"`.
JavaVersion java_of_version(std::string_view text);

}  // namespace tlswhy::knowledge
