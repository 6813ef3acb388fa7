// Any text as java.security, as what `java -version` prints and as a profile of the user's own.
#include <cstdint>
#include <string_view>

#include "knowledge/java_release.hpp"
#include "sources/profile/apply_java_security.hpp"
#include "sources/profile/read_profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  OwnProfile own(*knowledge::find_client("java-8u504"));
  apply_java_security(text, own);
  if (own.profile().offer.versions.size() > 5) __builtin_trap();
  if (own.profile().offer.cipher_suites.size() > 100) __builtin_trap();
  knowledge::java_of_version(text);
  if (text.find("source") != std::string_view::npos) {
    const auto read = read_profile("own.toml", text);
    if (!read && !read.error().what.starts_with("own.toml:")) __builtin_trap();
  }
  return 0;
}
