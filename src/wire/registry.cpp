#include "wire/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "wire/code_point_tables.hpp"

namespace tlswhy {
namespace {

std::string_view name_in(const CodePointTable& table, std::uint16_t code) {
  const auto found = std::ranges::lower_bound(table.by_code, code, {}, &CodePoint::code);
  return found != table.by_code.end() && found->code == code ? found->name : std::string_view();
}

std::optional<std::uint16_t> code_in(const CodePointTable& table, std::string_view name) {
  const auto found = std::ranges::lower_bound(table.by_name, name, {}, &CodePoint::name);
  if (found == table.by_name.end() || found->name != name) return std::nullopt;
  return found->code;
}

std::string name_or_hex(std::string_view name, std::uint16_t code) {
  return name.empty() ? fmt::format("{:#06x}", code) : std::string(name);
}

std::vector<std::string_view> names_in(const CodePointTable& table) {
  std::vector<std::string_view> out;
  for (const CodePoint& point : table.by_name) out.push_back(point.name);
  return out;
}

}  // namespace

std::string_view cipher_suite_name(std::uint16_t code) {
  return name_in(tables::cipher_suites, code);
}
std::optional<std::uint16_t> cipher_suite(std::string_view name) {
  return code_in(tables::cipher_suites, name);
}
std::string cipher_suite_text(std::uint16_t code) {
  return name_or_hex(cipher_suite_name(code), code);
}

std::string_view named_group_name(std::uint16_t code) {
  return name_in(tables::named_groups, code);
}
std::optional<std::uint16_t> named_group(std::string_view name) {
  return code_in(tables::named_groups, name);
}
std::string named_group_text(std::uint16_t code) {
  return name_or_hex(named_group_name(code), code);
}

std::string_view signature_scheme_name(std::uint16_t code) {
  return name_in(tables::signature_schemes, code);
}
std::optional<std::uint16_t> signature_scheme(std::string_view name) {
  return code_in(tables::signature_schemes, name);
}
std::string signature_scheme_text(std::uint16_t code) {
  return name_or_hex(signature_scheme_name(code), code);
}

std::string_view alert_description_name(std::uint8_t code) { return name_in(tables::alerts, code); }
std::optional<std::uint8_t> alert_description(std::string_view name) {
  const auto code = code_in(tables::alerts, name);
  return code ? std::optional(static_cast<std::uint8_t>(*code)) : std::nullopt;
}
std::string alert_description_text(std::uint8_t code) {
  const std::string_view name = alert_description_name(code);
  return name.empty() ? fmt::format("{}", code) : std::string(name);
}

std::string_view extension_type_name(std::uint16_t code) {
  return name_in(tables::extensions, code);
}
std::optional<std::uint16_t> extension_type(std::string_view name) {
  return code_in(tables::extensions, name);
}
std::string extension_type_text(std::uint16_t code) {
  return name_or_hex(extension_type_name(code), code);
}

std::vector<std::string_view> cipher_suite_names() { return names_in(tables::cipher_suites); }
std::vector<std::string_view> named_group_names() { return names_in(tables::named_groups); }
std::vector<std::string_view> signature_scheme_names() {
  return names_in(tables::signature_schemes);
}
std::vector<std::string_view> alert_description_names() { return names_in(tables::alerts); }

}  // namespace tlswhy
