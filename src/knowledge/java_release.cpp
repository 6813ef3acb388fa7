#include "knowledge/java_release.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

namespace tlswhy::knowledge {
namespace {

struct Release {
  unsigned major = 0, update = 0;
  auto operator<=>(const Release&) const = default;
};

// A number at the beginning, taken away; 0 where there is none.
unsigned take_number(std::string_view& text) {
  unsigned out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc{}) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return out;
}

// 1.8.0_152, 11.0.2, 17-ea
Release release_of(std::string_view version) {
  Release out;
  if (version.starts_with("1.")) version.remove_prefix(2);
  out.major = take_number(version);
  const std::size_t update = version.find('_');
  if (out.major > 8 || update == std::string_view::npos) return out;
  version.remove_prefix(update + 1);
  out.update = take_number(version);
  return out;
}

// java-8u152 and java-11; nothing for variants such as java-8u504-raw.
std::optional<Release> release_of_profile(std::string_view name) {
  if (!name.starts_with("java-")) return std::nullopt;
  name.remove_prefix(5);
  Release out;
  out.major = take_number(name);
  if (name.starts_with('u')) {
    name.remove_prefix(1);
    out.update = take_number(name);
  }
  return name.empty() && out.major != 0 ? std::optional(out) : std::nullopt;
}

// Lower is nearer: one that is not above what is wanted comes first.
std::tuple<bool, unsigned, unsigned> distance(const Release& wanted, const Release& known) {
  const bool above = known > wanted;
  const auto apart = [](unsigned a, unsigned b) { return a > b ? a - b : b - a; };
  const bool same = known.major == wanted.major;
  return {above && !same, apart(known.major, wanted.major),
          apart(known.update, wanted.update) + (above ? 100'000U : 0U)};
}

}  // namespace

JavaVersion java_of_version(std::string_view text) {
  const std::size_t start = text.find("version \"");
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start + 9);
  return java_of_release(text.substr(0, std::min<std::size_t>(text.find_first_of("\"\n"), 40)));
}

JavaVersion java_of_release(std::string_view version) {
  JavaVersion out;
  out.version = std::string(version);
  const Release wanted = release_of(out.version);
  if (wanted.major == 0) return out;
  std::optional<std::tuple<bool, unsigned, unsigned>> best;
  for (const ClientProfile& profile : clients()) {
    const auto known = release_of_profile(profile.name);
    if (!known || (best && distance(wanted, *known) >= *best)) continue;
    best = distance(wanted, *known);
    out.profile = &profile;
    out.exact = wanted == *known;
  }
  return out;
}

}  // namespace tlswhy::knowledge
