// Which program wrote a text, and in which version, where a line says so in passing: banners, stack
// traces, paths.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tlswhy {

struct Runtime {
  std::string_view program;  // "java", "node", "python", "curl"
  std::string version;       // "1.8.0_152", "20.11.0", "3.11", "7.88.1"
};

// `clean` is a line without colours and prefixes. A User-Agent names the client of whoever wrote
// the line, so only curl's is taken, which curl -v prints of itself.
std::optional<Runtime> printed_runtime(std::string_view clean);

// Texts of which one begins, where a word begins, on every line that names a version.
std::span<const std::string_view> runtime_signs();

}  // namespace tlswhy
