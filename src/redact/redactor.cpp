#include "redact/redactor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/ascii.hpp"
#include "base/hex.hpp"

namespace tlswhy {
namespace {

using Kind = Redactor::Kind;

constexpr std::array<std::string_view, 7> kinds = {"address", "host", "name", "serial",
                                                   "hash",    "path", "input"};  // by Kind
// Of files; what else stands behind a dot may be a part of a name.
constexpr std::array<std::string_view, 20> endings = {
    ".pcap", ".pcapng", ".cap", ".gz",  ".zst", ".log", ".txt",      ".pem", ".crt",  ".cer",
    ".der",  ".p7b",    ".p12", ".pfx", ".jks", ".xml", ".keystore", ".db",  ".toml", ".json"};
constexpr std::size_t place(Kind kind) { return static_cast<std::size_t>(kind); }

// Of the characters that words are made of; bytes of other scripts are.
bool of_word(char c) {
  return is_letter(c) || is_digit(c) || (c & 0x80) != 0 ||
         std::string_view("-_.:*").find(c) != std::string_view::npos;
}

// No longer than RFC 1035 section 2.3.4 lets it be: a hostile one may have thousands of labels.
bool is_hostname(std::string_view text) {
  constexpr std::size_t longest = 255;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '*';
  });
}

// A name with a dot whose last label can be a top one.
bool looks_like_host(std::string_view word) {
  const auto dot = word.rfind('.');
  if (!is_hostname(word) || dot == std::string_view::npos || dot == 0) return false;
  const std::string_view top = word.substr(dot + 1);
  return top.size() >= 2 && std::ranges::all_of(top, is_letter);
}

// The documentation networks one after the other, then the one for measurements (RFC 2544).
IpAddress stand_in_v4(std::uint32_t number) {
  constexpr std::uint32_t per_net = 254;
  constexpr std::array<std::array<std::uint8_t, 3>, 3> nets = {
      {{192, 0, 2}, {198, 51, 100}, {203, 0, 113}}};
  const std::uint32_t net = (number - 1) / per_net;
  const auto last = static_cast<std::uint8_t>((number - 1) % per_net + 1);
  if (net < nets.size())
    return ipv4(std::array<std::uint8_t, 4>{nets[net][0], nets[net][1], nets[net][2], last});
  const std::uint32_t more = number - per_net * static_cast<std::uint32_t>(nets.size());
  return ipv4(std::array<std::uint8_t, 4>{198, static_cast<std::uint8_t>(18 + (more >> 16 & 1)),
                                          static_cast<std::uint8_t>(more >> 8),
                                          static_cast<std::uint8_t>(more)});
}

IpAddress stand_in_v6(std::uint32_t number) {
  std::array<std::uint8_t, 16> octets = {0x20, 0x01, 0x0d, 0xb8};
  for (std::size_t i = 0; i < 4; ++i) octets[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return ipv6(octets);
}

bool says_nothing(const IpAddress& ip) {
  if (ip.v6) {
    IpAddress rest = ip;
    rest.octets[15] &= 0xfe;  // :: and ::1
    return rest == IpAddress{.octets = {}, .v6 = true};
  }
  return ip.octets[0] == 127 || ip == IpAddress{};
}

// Where the next part of a distinguished name ends: at a comma or plus that is not escaped.
std::size_t end_of_part(std::string_view name, std::size_t at) {
  for (; at < name.size(); ++at) {
    if (name[at] == '\\') {
      ++at;
    } else if (name[at] == ',' || name[at] == '+') {
      break;
    }
  }
  return std::min(at, name.size());
}

// "CN=..., O=...": an attribute type (a word or an OID), then its value.
bool is_distinguished_name(std::string_view name) {
  const auto equals = name.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         std::ranges::all_of(name.substr(0, equals),
                             [](char c) { return is_letter(c) || is_digit(c) || c == '.'; });
}

}  // namespace

const std::string* Redactor::find(Kind kind, std::string_view original) const {
  const Originals& all = by_kind_[place(kind)];
  const auto found = all.find(original);
  return found == all.end() ? nullptr : &found->second;
}

const std::string& Redactor::give(Kind kind, std::string original, std::string stand_in) {
  if (!std::ranges::all_of(original, of_word)) phrases_.push_back(given_.size());
  given_.push_back({kind, stand_in, original});
  return by_kind_[place(kind)]
      .insert_or_assign(std::move(original), std::move(stand_in))
      .first->second;
}

std::string Redactor::next(Kind kind, std::string_view prefix) {
  return fmt::format("{}-{}", prefix, ++count_[place(kind)]);
}

IpAddress Redactor::address(const IpAddress& ip) {
  if (says_nothing(ip)) return ip;
  const std::string original = to_string(ip);
  if (const std::string* known = find(Kind::address, original))
    return parse_ip(*known).value_or(IpAddress{});
  const IpAddress out =
      ip.v6 ? stand_in_v6(++count_v6_) : stand_in_v4(++count_[place(Kind::address)]);
  give(Kind::address, original, to_string(out));
  return out;
}

// One label for the name itself, in front of what its parent is called; a name of one label below
// the top is a zone of .example.
std::string Redactor::zone(const std::string& name, std::string_view prefix) {
  if (const std::string* known = find(Kind::host, name)) return *known;
  const auto dot = name.find('.');
  std::string label = name.starts_with("*.") ? "*" : next(Kind::host, prefix);
  std::string out = std::move(label);
  if (dot != std::string::npos) {
    const std::string parent = name.substr(dot + 1);
    const bool top = parent.find('.') == std::string::npos;
    out += "." + (top ? std::string("example") : zone(parent, "zone"));
  }
  return give(Kind::host, name, out);
}

std::string Redactor::host(std::string_view name) {
  const bool dot = name.size() > 1 && name.ends_with('.');
  if (dot) name.remove_suffix(1);
  const std::string plain = lower_case(name);
  if (plain == "localhost") return std::string(name) + (dot ? "." : "");
  return zone(plain, "host") + (dot ? "." : "");
}

std::string Redactor::distinguished_name(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = end_of_part(name, at);
    const std::string_view part = name.substr(at, end - at);
    const auto equals = part.find('=');
    const std::string_view type = part.substr(0, equals == std::string_view::npos ? 0 : equals + 1);
    const std::string_view value = part.substr(type.size());
    // A country has two letters, as ZZ has, which stands for none (ISO 3166-1).
    out.append(type).append(type.ends_with("C=") && value.size() == 2 ? "ZZ" : plain_name(value));
    at = end;
    for (; at < name.size() && std::string_view(",+ ").find(name[at]) != std::string_view::npos;)
      out += name[at++];
  }
  return out;
}

std::string Redactor::name(std::string_view name) {
  if (is_distinguished_name(name)) return distinguished_name(name);
  const auto colon = name.rfind(':');
  const bool port = colon != std::string_view::npos && colon > 0 && colon + 1 < name.size() &&
                    std::ranges::all_of(name.substr(colon + 1), is_digit) && !parse_ip(name);
  if (!port) return plain_name(name);
  return plain_name(name.substr(0, colon)) + std::string(name.substr(colon));
}

std::string Redactor::plain_name(std::string_view name) {
  if (name.empty()) return {};
  std::string_view bare = name;
  if (bare.starts_with('[') && bare.ends_with(']')) bare = bare.substr(1, bare.size() - 2);
  if (const auto ip = parse_ip(bare)) {
    const std::string out = to_string(address(*ip));
    return bare.size() == name.size() ? out : "[" + out + "]";
  }
  return is_hostname(name) ? host(name) : label(name);
}

std::string Redactor::label(std::string_view label) {
  if (label.empty()) return {};
  if (const std::string* known = find(Kind::name, label)) return *known;
  return give(Kind::name, std::string(label), next(Kind::name, "name"));
}

std::string Redactor::names(std::string_view names) {
  std::string out;
  while (true) {
    const auto comma = names.find(", ");
    const std::string_view one = names.substr(0, comma);
    out += one == "..." ? std::string(one) : name(one);
    if (comma == std::string_view::npos) return out;
    out += ", ";
    names.remove_prefix(comma + 2);
  }
}

std::string Redactor::serial(std::string_view hex) {
  if (hex.empty()) return {};
  if (const std::string* known = find(Kind::serial, hex)) return *known;
  return give(Kind::serial, std::string(hex),
              fmt::format("5E{:06X}", ++count_[place(Kind::serial)]));
}

std::string Redactor::hash(std::string_view hex) {
  if (hex.empty()) return {};
  if (const std::string* known = find(Kind::hash, hex)) return *known;
  std::string number = fmt::format("{:x}", ++count_[place(Kind::hash)]);
  if (number.size() < hex.size()) number.insert(0, hex.size() - number.size(), '0');
  return give(Kind::hash, std::string(hex), std::move(number));
}

Sha256 Redactor::hash(const Sha256& sha256) {
  if (sha256 == Sha256{}) return {};
  Sha256 out{};
  const std::string number = hash(hex(sha256));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto digit = [&number](std::size_t at) {
      const char c = number[at];
      return static_cast<std::uint8_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    };
    out[i] = static_cast<std::uint8_t>(digit(2 * i) << 4U | digit(2 * i + 1));
  }
  return out;
}

std::string Redactor::url(std::string_view url) {
  if (url.empty()) return {};
  const auto scheme = url.find("://");
  const auto from = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto slash = std::min(url.find('/', from), url.size());
  std::string out(url.substr(0, from));
  if (slash > from) out += name(url.substr(from, slash - from));
  const std::string_view path = url.substr(slash);
  if (path.size() <= 1) return out.append(path);
  if (const std::string* known = find(Kind::path, path)) return out + *known;
  return out + give(Kind::path, std::string(path), "/" + next(Kind::path, "path"));
}

std::string Redactor::input(std::string_view path) {
  if (path.empty() || path == "-") return std::string(path);
  // "pki/" and "pki" are one folder, and what lies in it is named with one stroke between.
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (const std::string* known = find(Kind::input, path)) return *known;
  const std::string ending = lower_case(path.substr(std::min(path.rfind('.'), path.size())));
  const bool stays = std::ranges::find(endings, ending) != endings.end();
  return give(Kind::input, std::string(path), next(Kind::input, "input") + (stays ? ending : ""));
}

const std::string* Redactor::known_word(const std::string& word) const {
  for (const Kind kind : {Kind::address, Kind::serial, Kind::hash, Kind::name, Kind::input}) {
    if (const std::string* known = find(kind, word)) return known;
  }
  return find(Kind::host, lower_case(word));
}

std::string Redactor::token(std::string_view token, bool from_wire) {
  if (const auto ip = parse_ip(token)) return to_string(address(*ip));
  // What only follows a word in a sentence.
  std::size_t size = token.size();
  while (size > 0 && (token[size - 1] == '.' || token[size - 1] == ':')) --size;
  const std::string after(token.substr(size));
  token = token.substr(0, size);
  if (const std::string* known = known_word(std::string(token))) return *known + after;
  if (const auto ip = parse_ip(token)) return to_string(address(*ip)) + after;
  std::string out;
  // "host:443": what stands between colons is known by itself.
  while (true) {
    const auto colon = std::min(token.find(':'), token.size());
    out += part(token.substr(0, colon), from_wire);
    if (colon == token.size()) return out + after;
    out += ':';
    token.remove_prefix(colon + 1);
  }
}

std::string Redactor::part(std::string_view part, bool from_wire) {
  if (const std::string* known = known_word(std::string(part))) return *known;
  if (const auto ip = parse_ip(part)) return to_string(address(*ip));
  return from_wire && looks_like_host(part) ? host(part) : std::string(part);
}

std::string Redactor::words(std::string_view text, bool from_wire) {
  // Longest first: one may stand within another.
  std::vector<const Given*> phrases;
  for (const std::size_t i : phrases_) {
    if (text.find(given_[i].original) != std::string_view::npos) phrases.push_back(&given_[i]);
  }
  std::ranges::sort(phrases, std::greater{}, [](const Given* g) { return g->original.size(); });
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    const auto phrase = std::ranges::find_if(
        phrases, [rest](const Given* g) { return rest.starts_with(g->original); });
    if (phrase != phrases.end()) {
      out += (*phrase)->stand_in;
      at += (*phrase)->original.size();
      continue;
    }
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if_not(rest, of_word) - rest.begin());
    if (end == 0) {
      out += text[at++];
      continue;
    }
    out += token(rest.substr(0, end), from_wire);
    at += end;
  }
  return out;
}

std::string Redactor::key() const {
  std::string out;
  for (const Given& g : given_)
    out += fmt::format("{}\t{}\t{}\n", kinds[place(g.kind)], g.stand_in, g.original);
  return out;
}

Result<void> Redactor::take_key(const std::string& path, std::string_view key) {
  std::size_t number = 0;
  while (!key.empty()) {
    const auto end = std::min(key.find('\n'), key.size());
    const std::string_view line = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
    ++number;
    const auto first = line.find('\t');
    const auto second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    const auto kind = std::ranges::find(kinds, line.substr(0, first));
    if (second == std::string_view::npos || kind == kinds.end())
      return failure(Error::Kind::malformed,
                     fmt::format("{}:{}: is no line of a key of --redact", path, number));
    const auto of = static_cast<Kind>(kind - kinds.begin());
    const std::string stand_in(line.substr(first + 1, second - first - 1));
    const bool v6 = of == Kind::address && stand_in.find(':') != std::string::npos;
    ++(v6 ? count_v6_ : count_[place(of)]);
    give(of, std::string(line.substr(second + 1)), stand_in);
  }
  return {};
}

}  // namespace tlswhy
