#include "sources/layout/target_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/ascii.hpp"
#include "sources/layout/xml_text.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t max_bytes = 16U << 20;

// A # inside of a word belongs to it: a fragment.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

}  // namespace

Result<TargetList> read_target_list(const std::string& name, std::string_view text) {
  if (text.size() > max_bytes)
    return failure(Error::Kind::unsupported,
                   fmt::format("{}: larger than {} MiB", name, max_bytes >> 20));
  const std::string utf8 = layout::to_utf8(text);  // as Windows' editor saves it, too
  TargetList out;
  std::unordered_set<std::string> seen;
  std::size_t repeated = 0;
  std::string_view rest = utf8;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view word = trimmed(without_comment(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty()) continue;
    if (word.find_first_of(" \t") != std::string_view::npos)
      return failure(Error::Kind::malformed, fmt::format("{}:{}: more than one word: \"{}\"", name,
                                                         number, word.substr(0, 200)));
    auto url = parse_url(word);
    if (!url)
      return failure(Error::Kind::malformed,
                     fmt::format("{}:{}: {}", name, number, url.error().what));
    if (!seen.insert(fmt::format("{} {} {}", url->scheme, host_and_port(url->host, url->port),
                                 url->path))
             .second) {
      ++repeated;
      continue;
    }
    out.targets.push_back({std::string(word), std::move(*url), number});
  }
  if (repeated != 0) out.notes.push_back(fmt::format("{}: {} lines repeat others", name, repeated));
  return out;
}

}  // namespace tlswhy
