#include "remedy/newer_clients.hpp"

#include <algorithm>
#include <cstdint>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

// "java-8u504-raw" is "java", 8 and 504, "raw".
struct Id {
  std::string_view line, variant;
  std::vector<std::uint32_t> version;

  explicit Id(std::string_view id) {
    std::size_t begin = 0;
    while (begin < id.size() && !(is_digit(id[begin]) && begin > 0 && id[begin - 1] == '-'))
      ++begin;
    line = id.substr(0, begin);
    const std::size_t end = std::min(id.find('-', begin), id.size());
    if (end < id.size()) variant = id.substr(end + 1);
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_digit(id[i])) continue;
      if (version.empty() || !is_digit(id[i - 1])) version.push_back(0);
      version.back() = version.back() * 10 + static_cast<std::uint32_t>(id[i] - '0');
    }
  }
};

}  // namespace

std::vector<const knowledge::ClientProfile*> newer_clients(std::string_view id) {
  std::vector<const knowledge::ClientProfile*> out;
  const auto known = std::ranges::find(knowledge::clients(), id, &knowledge::ClientProfile::name);
  if (known == knowledge::clients().end()) return out;
  const Id from(id);
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    const Id other(client.name);
    if (other.line == from.line && other.variant == from.variant && other.version > from.version)
      out.push_back(&client);
  }
  std::ranges::sort(out, {}, [](const auto* client) { return Id(client->name).version; });
  return out;
}

}  // namespace tlswhy
