// Names of TLS code points, as IANA's registries spell them (knowledge/registry/), both ways.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlswhy::knowledge {

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

// RFC 8701 section 2: values that mean nothing and must be ignored (0x0a0a, 0x1a1a ... 0xfafa).
constexpr bool is_grease(std::uint16_t code) {
  return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
}

}  // namespace tlswhy::knowledge
