// Names of TLS code points, as IANA's registries spell them (knowledge/registry/), both ways.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/code_points.hpp"

namespace tlswhy {

// x_name: "" for an unknown code point. x: the code point of a name. x_text: the name, or the
// number as people quote it: 0x1234, and decimal for alerts.
std::string_view cipher_suite_name(std::uint16_t code);
std::optional<std::uint16_t> cipher_suite(std::string_view name);
std::string cipher_suite_text(std::uint16_t code);

std::string_view named_group_name(std::uint16_t code);
std::optional<std::uint16_t> named_group(std::string_view name);
std::string named_group_text(std::uint16_t code);

std::string_view signature_scheme_name(std::uint16_t code);
std::optional<std::uint16_t> signature_scheme(std::string_view name);
std::string signature_scheme_text(std::uint16_t code);

std::string_view alert_description_name(std::uint8_t code);
std::optional<std::uint8_t> alert_description(std::string_view name);
std::string alert_description_text(std::uint8_t code);

std::string_view extension_type_name(std::uint16_t code);
std::optional<std::uint16_t> extension_type(std::string_view name);
std::string extension_type_text(std::uint16_t code);

// All names, in alphabetical order.
std::vector<std::string_view> cipher_suite_names();
std::vector<std::string_view> named_group_names();
std::vector<std::string_view> signature_scheme_names();
std::vector<std::string_view> alert_description_names();

// The same for the open code points of wire/.
inline std::string_view cipher_suite_name(CipherSuite v) { return cipher_suite_name(code(v)); }
inline std::string cipher_suite_text(CipherSuite v) { return cipher_suite_text(code(v)); }
inline std::string_view named_group_name(NamedGroup v) { return named_group_name(code(v)); }
inline std::string named_group_text(NamedGroup v) { return named_group_text(code(v)); }
inline std::string_view signature_scheme_name(SignatureScheme v) {
  return signature_scheme_name(code(v));
}
inline std::string signature_scheme_text(SignatureScheme v) {
  return signature_scheme_text(code(v));
}
inline std::string_view alert_description_name(AlertDescription v) {
  return alert_description_name(code(v));
}
inline std::string alert_description_text(AlertDescription v) {
  return alert_description_text(code(v));
}
inline std::string_view extension_type_name(ExtensionType v) {
  return extension_type_name(code(v));
}
inline std::string extension_type_text(ExtensionType v) { return extension_type_text(code(v)); }

}  // namespace tlswhy
