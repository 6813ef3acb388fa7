#include "sources/profile/disabled_algorithms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <span>
#include <sstream>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = text.find(by);
    out.push_back(trimmed(text.substr(0, end), " \t\n\""));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + by.size());
  }
}

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  return {std::istream_iterator<std::string>(in), {}};
}

// keySize < 1024: smaller ones are disabled. Other comparisons do not occur and are not judged.
std::optional<std::uint16_t> minimum(const std::vector<std::string>& condition) {
  if (condition.size() != 3) return std::nullopt;
  std::uint16_t bits = 0;
  const std::string& number = condition[2];
  const char* end = number.data() + number.size();
  const auto [read, fault] = std::from_chars(number.data(), end, bits);
  if (fault != std::errc{} || read != end || bits == 0xffff) return std::nullopt;
  if (condition[1] == "<") return bits;
  if (condition[1] == "<=") return static_cast<std::uint16_t>(bits + 1);
  return std::nullopt;
}

void add_condition(DisabledEntry& entry, std::string_view text) {
  const std::vector<std::string> parts = words(text);
  const std::string kind = parts.empty() ? "" : upper(parts.front());
  if (kind == "KEYSIZE") {
    entry.minimum_bits = minimum(parts);
    if (!entry.minimum_bits) entry.understood = false;
  } else if (kind == "JDKCA") {
    entry.jdk_ca = true;
  } else if (kind == "DENYAFTER") {
    entry.deny_after = true;
  } else if (kind == "USAGE" && parts.size() > 1) {
    for (const std::string& usage : std::span(parts).subspan(1))
      entry.usages.push_back(upper(usage));
  } else {
    entry.understood = false;
  }
}

DisabledEntry entry_of(std::string_view text) {
  DisabledEntry out;
  out.text = text;
  const std::size_t end = text.find_first_of(" \t\n");
  out.algorithm = upper(text.substr(0, end));
  if (end == std::string_view::npos) return out;
  for (const std::string_view condition : split(text.substr(end), "&"))
    add_condition(out, condition);
  return out;
}

// Further names of the parts of a suite's name.
struct OtherNames {
  std::string_view part;
  std::array<std::string_view, 3> names;
};
constexpr OtherNames other_names[] = {
    {"DHE", {"DH", "DIFFIEHELLMAN"}},
    {"DSS", {"DSA"}},
    {"DH", {"DIFFIEHELLMAN"}},
    {"SHA", {"SHA1", "SHA-1", "HMACSHA1"}},
    {"MD5", {"HMACMD5"}},
    {"SHA256", {"SHA-256", "HMACSHA256"}},
    {"SHA384", {"SHA-384", "HMACSHA384"}},
    {"CHACHA20", {"CHACHA20-POLY1305"}},
    {"3DES", {"DESEDE"}},
};

void add_part(AlgorithmNames& out, std::string_view part) {
  out.emplace_back(part);
  for (const OtherNames& other : other_names) {
    if (other.part != part) continue;
    for (const std::string_view name : other.names) {
      if (!name.empty()) out.emplace_back(name);
    }
  }
}

// `*` stands for anything. Looks back to the last `*` only, so that no pattern is slow.
bool fits(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

bool DisabledEntry::always() const {
  return understood && !minimum_bits && usages.empty() && !jdk_ca && !deny_after;
}

bool DisabledEntry::in_use(std::string_view usage) const {
  if (!understood || minimum_bits || jdk_ca || deny_after) return false;
  return usages.empty() || std::ranges::find(usages, upper(usage)) != usages.end();
}

std::vector<DisabledEntry> parse_disabled(std::string_view list) {
  std::vector<DisabledEntry> out;
  for (const std::string_view text : split(list, ",")) {
    if (!text.empty()) out.push_back(entry_of(text));
  }
  return out;
}

AlgorithmNames names_of_suite(std::string_view suite) {
  const std::string name = upper(suite);
  AlgorithmNames out = {name};
  std::string_view rest = std::string_view(name).substr(name.starts_with("TLS_") ? 4 : 0);
  if (const std::size_t with = rest.find("_WITH_"); with != std::string_view::npos) {
    const std::string_view key_exchange = rest.substr(0, with);
    out.emplace_back(key_exchange);  // DHE_RSA
    for (const std::string_view part : split(key_exchange, "_")) add_part(out, part);
    rest.remove_prefix(with + 6);
  }
  const std::size_t hash = rest.rfind('_');
  out.emplace_back(rest.substr(0, hash));  // AES_128_CBC, 3DES_EDE_CBC, RC4_128, NULL
  for (const std::string_view part : split(rest, "_")) add_part(out, part);
  return out;
}

AlgorithmNames names_of_scheme(std::string_view scheme) {
  const std::string name = upper(scheme);
  AlgorithmNames out = {name};
  if (name.starts_with("ED")) {
    out.emplace_back("EDDSA");
    return out;
  }
  if (name.starts_with("RSA_PSS_")) {
    out.emplace_back("RSASSA-PSS");
    return out;
  }
  const std::string hash = name.substr(name.rfind('_') + 1);
  const std::string key(name.substr(0, name.find('_')));  // RSA, ECDSA, DSA
  out.insert(out.end(), {fmt::format("{}WITH{}", hash, key), hash, key});
  if (hash.starts_with("SHA")) out.push_back("SHA-" + hash.substr(3));
  return out;
}

bool names(const DisabledEntry& entry, const AlgorithmNames& known) {
  return std::ranges::any_of(
      known, [&entry](const std::string& name) { return fits(entry.algorithm, name); });
}

}  // namespace tlswhy
