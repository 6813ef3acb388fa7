#include "sources/log/java/hello.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/java/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_offered = 64;

// The list in the brackets or braces of "name: [a, b]"; the whole text where it has none.
std::string_view list_in(std::string_view text) {
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'{', '}'}}) {
    const std::size_t begin = text.find(open);
    if (begin == std::string_view::npos) continue;
    text.remove_prefix(begin + 1);
    return text.substr(0, text.find(close));
  }
  return text;
}

template <class T>
std::vector<T> named(std::string_view list, std::optional<T> (*code_of)(std::string_view)) {
  std::vector<T> out;
  for (const std::string_view name : parts(list)) {
    if (const auto value = code_of(name)) out.push_back(*value);
  }
  return out;
}

// The value of `"name" : "value"` or `name: value`.
std::string_view value_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view value = trimmed(line.substr(colon + 1));
  if (value.ends_with(',')) value.remove_suffix(1);
  if (value.starts_with('"')) value = inside(value, '"', '"');
  return trimmed(value);
}

Buffer server_name_content(std::string_view text) {
  auto name = behind(text, "value=");
  if (!name) name = behind(text, "host_name: ");
  if (!name) return {};
  Buffer entry{0};  // host_name
  Buffer out;
  put_vector(entry,
             as_bytes(name->substr(0, std::min(name->find_first_of(" \n,)]}"), std::size_t{255}))),
             2);
  put_vector(out, entry, 2);
  return out;
}

Buffer alpn_content(std::string_view text) {
  Buffer list, out;
  for (const std::string_view name : parts(list_in(text)))
    put_vector(list, as_bytes(name.substr(0, 255)), 1);
  put_vector(out, list, 2);
  return out;
}

Buffer key_share_content(std::string_view text, bool of_server) {
  Buffer list;
  constexpr std::string_view word = "\"named group\": ";
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    std::string_view name = text.substr(at + word.size(), 40);
    name = name.substr(0, name.find_first_of(" \n,}"));
    if (name.starts_with('"')) name = inside(name, '"', '"');
    const auto group = java_group(name);
    if (!group) continue;
    put_number(list, code(*group), 2);
    put_number(list, 0, 2);  // its key is of no use here
  }
  if (of_server) {
    if (const auto name = behind(text, "\"selected group\": ")) {
      const auto group = java_group(name->substr(0, name->find_first_of(" \n,}")));
      if (group) put_number(list, code(*group), 2);
    }
    return list;
  }
  Buffer out;
  put_vector(out, list, 2);
  return out;
}

Buffer versions_content(std::string_view text, bool of_server) {
  const auto versions = named(list_in(text), java_version);
  if (!of_server) return code_list(versions, 1);
  Buffer out;
  if (!versions.empty()) put_number(out, code(versions.front()), 2);
  return out;
}

void add_extension(std::uint16_t type, std::string_view text, bool of_server, PrintedHello& hello) {
  if (hello.extensions.size() < most_offered)
    hello.extensions.push_back({type, extension_content(type, text, of_server)});
}

// "Extension elliptic_curves, curve names: {secp256r1}", "Unsupported extension type_35, data: ".
std::optional<std::uint16_t> classic_type(std::string_view name) {
  if (name == "elliptic_curves") return code(ExtensionType::supported_groups);
  if (name == "ALPN") return code(ExtensionType::application_layer_protocol_negotiation);
  if (const auto number = behind(name, "type_")) {
    const auto value = number_in(*number);
    return value && *value >= 0 && *value <= 0xffff
               ? std::optional(static_cast<std::uint16_t>(*value))
               : std::nullopt;
  }
  return extension_type(name);
}

void classic_extension(std::string_view line, bool of_server, PrintedHello& hello) {
  const auto rest = behind(line, "xtension ");
  if (!rest) return;
  const std::string_view name = rest->substr(0, rest->find(','));
  const auto type = classic_type(trimmed(name));
  if (!type) return;
  const auto value = behind(*rest, ": ");
  add_extension(*type, value ? *value : std::string_view(), of_server, hello);
}

// "GMT: 1795315575 bytes = { 14, 79, ... }"
Buffer classic_random(std::string_view line) {
  Buffer out;
  const auto seconds = behind(line, "GMT: ");
  put_number(out, static_cast<std::uint32_t>(seconds ? number_in(*seconds).value_or(0) : 0), 4);
  put(out, decimal_bytes(line));
  return out;
}

// "server_name (0)": {  -- its number, with a comma between the thousands.
std::optional<std::uint16_t> json_type(std::string_view line) {
  line = trimmed(line);
  const std::size_t open = line.find(" (");
  if (!line.starts_with('"') || !line.contains(")\": {") || open == std::string_view::npos)
    return std::nullopt;
  std::string digits;
  for (const char c : line.substr(open + 2, line.find(')', open) - open - 2))
    if (c != ',') digits += c;
  const auto value = number_in(digits);
  if (!value || *value < 0 || *value > 0xffff) return std::nullopt;
  return static_cast<std::uint16_t>(*value);
}

}  // namespace

Buffer extension_content(std::uint16_t type, std::string_view text, bool of_server) {
  switch (ExtensionType{type}) {
    case ExtensionType::server_name: return of_server ? Buffer() : server_name_content(text);
    case ExtensionType::status_request: return of_server ? Buffer() : Buffer{1, 0, 0, 0, 0};
    case ExtensionType::supported_groups: return code_list(named(list_in(text), java_group), 2);
    case ExtensionType::ec_point_formats: return {1, 0};
    case ExtensionType::signature_algorithms:
    case ExtensionType::signature_algorithms_cert:
      return code_list(named(list_in(text), java_scheme), 2);
    case ExtensionType::application_layer_protocol_negotiation: return alpn_content(text);
    case ExtensionType::supported_versions: return versions_content(text, of_server);
    case ExtensionType::key_share: return key_share_content(text, of_server);
    case ExtensionType::psk_key_exchange_modes: return {1, 1};
    case ExtensionType::renegotiation_info: return {0};
    default: return {};
  }
}

PrintedHello classic_hello(Lines lines, bool of_server) {
  PrintedHello out;
  for (const std::string& line : lines) {
    const std::string_view text = trimmed(line);
    if (text.starts_with("*** ")) {
      const auto version = behind(text, "Hello, ");
      if (version) out.version = java_version(*version).value_or(out.version);
    } else if (text.starts_with("RandomCookie:")) {
      out.random = classic_random(text);
    } else if (text.starts_with("Session ID:")) {
      out.session_id = decimal_bytes(text);
    } else if (text.starts_with("Cipher Suites:")) {
      out.suites = named(list_in(text), java_suite);
    } else if (text.starts_with("Cipher Suite:")) {
      out.suites = named(value_of(text), java_suite);
    } else if (text.starts_with("Extension ") || text.starts_with("Unsupported extension ")) {
      classic_extension(text, of_server, out);
    }
  }
  return out;
}

PrintedHello json_hello(Lines lines, bool of_server) {
  PrintedHello out;
  std::optional<std::uint16_t> type;
  std::string content;
  const auto end_extension = [&] {
    if (type) add_extension(*type, content, of_server, out);
    content.clear();
  };
  for (const std::string& line : lines) {
    const std::string_view text = trimmed(line);
    if (const auto next = json_type(text)) {
      end_extension();
      type = next;
    } else if (type) {
      content.append(text).append("\n");
    } else if (text.starts_with("\"client version\"") || text.starts_with("\"server version\"")) {
      out.version = java_version(value_of(text)).value_or(out.version);
    } else if (text.starts_with("\"random\"")) {
      out.random = paired_bytes(value_of(text));
    } else if (text.starts_with("\"session id\"")) {
      out.session_id = paired_bytes(value_of(text));
    } else if (text.starts_with("\"cipher suites\"")) {
      out.suites = named(list_in(text), java_suite);
    } else if (text.starts_with("\"cipher suite\"")) {
      out.suites = named(value_of(text), java_suite);
    }
  }
  end_extension();
  return out;
}

PrintedKeyExchange printed_key_exchange(Lines lines) {
  PrintedKeyExchange out;
  Buffer* dump = nullptr;  // of JSON: what the lines of hexadecimal digits are
  for (const std::string& line : lines) {
    const std::string_view text = trimmed(line);
    const auto is = [&text](std::string_view name) { return text.starts_with(name); };
    if (is("DH Modulus:")) {
      out.prime = decimal_bytes(text);
    } else if (is("DH Base:")) {
      out.generator = decimal_bytes(text);
    } else if (is("Server DH Public Key:")) {
      out.public_value = decimal_bytes(text);
    } else if (is("Signature Algorithm ")) {
      out.scheme = java_scheme(trimmed(text.substr(20)));
    } else if (is("parameters: ") && !out.group) {
      out.group = java_group(text.substr(12));
    } else if (is("\"signature algorithm\":")) {
      out.scheme = java_scheme(value_of(text));
      dump = nullptr;
    } else if (is("\"named group\":")) {
      out.group = java_group(value_of(text));
    } else if (is("\"dh_p\"")) {
      dump = &out.prime;
    } else if (is("\"dh_g\"")) {
      dump = &out.generator;
    } else if (is("\"dh_Ys\"") || is("\"ecdh public\"")) {
      dump = &out.public_value;
    } else if (is("\"signature\"") || is("\"digital signature\"")) {
      dump = nullptr;
    } else if (dump != nullptr) {
      const auto bytes = dumped_bytes(text);
      if (dump->size() < 8192) put(*dump, bytes);
    }
  }
  return out;
}

PrintedCertificateRequest printed_certificate_request(Lines lines) {
  constexpr std::array types = {std::pair{"RSA"sv, 1},      std::pair{"DSS"sv, 2},
                                std::pair{"ECDSA"sv, 64},   std::pair{"rsa_sign"sv, 1},
                                std::pair{"dss_sign"sv, 2}, std::pair{"ecdsa_sign"sv, 64}};
  PrintedCertificateRequest out;
  for (const std::string& line : lines) {
    const std::string_view text = trimmed(line);
    if (text.starts_with("Cert Types: ") || text.starts_with("\"certificate types\"")) {
      const std::string_view list = text.starts_with('"') ? list_in(text) : text.substr(12);
      for (const std::string_view name : parts(list)) {
        const auto found = std::ranges::find(types, name, &std::pair<std::string_view, int>::first);
        if (found != types.end()) out.types.push_back(static_cast<std::uint8_t>(found->second));
      }
    } else if (text.starts_with("Supported Signature Algorithms: ")) {
      out.schemes = named(text.substr(32), java_scheme);
    } else if (text.starts_with("\"supported signature algorithms\"") ||
               text.starts_with("\"signature schemes\"")) {
      out.schemes = named(list_in(text), java_scheme);
    }
  }
  return out;
}

}  // namespace tlswhy
