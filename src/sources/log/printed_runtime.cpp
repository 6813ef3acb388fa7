#include "sources/log/printed_runtime.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

struct Sign {
  std::string_view before, program;
  std::string_view kept;  // of `before`, what belongs to the version
};

// Java names its updates so in banners, in paths and, by logback and log4j, behind each frame of a
// stack trace; since Java 9 a frame may name the module with its version (JEP 264).
constexpr std::array signs = {
    Sign{"jre1.8.0_", "java", "1.8.0_"},    Sign{"jdk1.8.0_", "java", "1.8.0_"},
    Sign{"jre1.7.0_", "java", "1.7.0_"},    Sign{"jdk1.7.0_", "java", "1.7.0_"},
    Sign{"1.8.0_", "java", "1.8.0_"},       Sign{"1.7.0_", "java", "1.7.0_"},
    Sign{"java.base@", "java", ""},         Sign{"java version \"", "java", ""},
    Sign{"openjdk version \"", "java", ""}, Sign{"java.version=", "java", ""},
    Sign{"java.version: ", "java", ""},     Sign{"Node.js v", "node", ""},
    Sign{"/python3.", "python", "3."},      Sign{"User-Agent: curl/", "curl", ""},
};

bool of_version(char c) { return (c >= '0' && c <= '9') || c == '.' || c == '_'; }

}  // namespace

std::span<const std::string_view> runtime_signs() {
  static constexpr auto texts = [] {
    std::array<std::string_view, signs.size()> out{};
    std::ranges::transform(signs, out.begin(), &Sign::before);
    return out;
  }();
  return texts;
}

std::optional<Runtime> printed_runtime(std::string_view clean) {
  for (const Sign& sign : signs) {
    const std::size_t at = clean.find(sign.before);
    if (at == std::string_view::npos) continue;
    const std::string_view behind = clean.substr(at + sign.before.size());
    const auto end = std::ranges::find_if_not(behind, of_version);
    std::string_view number = behind.substr(0, static_cast<std::size_t>(end - behind.begin()));
    while (number.ends_with('.')) number.remove_suffix(1);
    constexpr std::size_t longest = 24;
    if (number.empty() || number.size() > longest) continue;
    return Runtime{sign.program, std::string(sign.kept).append(number)};
  }
  return std::nullopt;
}

}  // namespace tlswhy
