#include "knowledge/compiler/read_registry.hpp"

#include <fmt/format.h>

#include <charconv>

#include "knowledge/compiler/csv.hpp"
#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

std::optional<std::uint16_t> number(std::string_view text, int base, std::uint16_t limit) {
  std::uint16_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  return whole && value <= limit ? std::optional(value) : std::nullopt;
}

// `29`, `0x0403` or `0x13,0x01`; nothing for a range such as `0x00,0x1C-1D` or `0x14-19,*`.
std::optional<std::uint16_t> iana_value(std::string_view text) {
  if (!text.starts_with("0x")) return number(text, 10, 0xffff);
  const std::size_t comma = text.find(",0x");
  if (comma == std::string_view::npos) return number(text.substr(2), 16, 0xffff);
  const auto high = number(text.substr(2, comma - 2), 16, 0xff);
  const auto low = number(text.substr(comma + 3), 16, 0xff);
  if (!high || !low) return std::nullopt;
  return static_cast<std::uint16_t>(*high << 8 | *low);
}

bool names_nothing(std::string_view description) {
  return description.empty() || description.starts_with("Unassigned") ||
         description.starts_with("Reserved");
}

void insert(CodePoints& points, std::uint16_t code, const std::string& name, const Place& place,
            Problems& problems) {
  if (const auto known = points.names.find(code); known != points.names.end()) {
    problems.add(place, fmt::format("code point {} is already called \"{}\"", code, known->second));
  } else if (points.codes.contains(name)) {
    problems.add(place, fmt::format("\"{}\" is already code point {}", name, points.codes[name]));
  } else {
    points.names.emplace(code, name);
    points.codes.emplace(name, code);
  }
}

void read_csv(const Context& context, const std::string& path, CodePoints& points) {
  const auto found = context.tree.find(path);
  if (found == context.tree.end()) {
    context.problems.add({.file = path}, "missing file");
    return;
  }
  for (const CsvRow& row : parse_csv(found->second)) {
    if (row.fields.size() < 2 || row.fields[0] == "Value" || names_nothing(row.fields[1])) continue;
    const Place place{path, row.line, 1};
    if (const auto code = iana_value(row.fields[0])) {
      insert(points, *code, row.fields[1], place, context.problems);
    } else {
      context.problems.add(place, fmt::format("\"{}\" is no code point", row.fields[0]));
    }
  }
}

void read_section(const Context& context, const Node& section, CodePoints& points) {
  for (const Member& member : members(section, context.problems)) {
    if (const auto code = small_number_of(member.node, context.problems)) {
      insert(points, *code, member.key, member.place, context.problems);
    }
  }
}

void read_toml(const Context& context, const std::string& path, RegistryModel& registry) {
  const Node& root = context.document(path);
  TableReader reader(root, context.problems);
  reader.texts("source", Need::required);
  reader.text("date", Need::required);
  const std::pair<const char*, CodePoints*> sections[] = {
      {"cipher_suite", &registry.cipher_suites},
      {"named_group", &registry.named_groups},
      {"signature_scheme", &registry.signature_schemes},
      {"alert", &registry.alerts},
      {"extension", &registry.extensions},
      {"openssl_cipher", &registry.openssl_ciphers}};
  for (const auto& [name, points] : sections) {
    if (const Node* section = reader.table(name, Need::optional)) {
      read_section(context, *section, *points);
    }
  }
  reader.finish();
}

// `0x1234`, as clients are seen to offer them, where the registries have no name.
std::optional<std::uint16_t> nameless(const CodePoints& points, std::string_view text) {
  if (!text.starts_with("0x") || text.size() != 6) return std::nullopt;
  const auto code = number(text.substr(2), 16, 0xffff);
  return code && !points.names.contains(*code) ? code : std::nullopt;
}

}  // namespace

RegistryModel read_registry(const Context& context) {
  RegistryModel registry;
  read_csv(context, "registry/tls-parameters-4.csv", registry.cipher_suites);
  read_csv(context, "registry/tls-parameters-8.csv", registry.named_groups);
  read_csv(context, "registry/tls-signaturescheme.csv", registry.signature_schemes);
  for (const auto& [path, text] : context.tree) {
    if (path.starts_with("registry/") && path.ends_with(".toml")) {
      read_toml(context, path, registry);
    }
  }
  return registry;
}

std::optional<std::uint16_t> code_point(const CodePoints& points, std::string_view what,
                                        const std::string& name, const Place& place,
                                        Problems& problems) {
  const auto found = points.codes.find(name);
  if (found != points.codes.end()) return found->second;
  if (const auto code = nameless(points, name)) return code;
  problems.unknown(place, what, name, keys_of(points.codes));
  return std::nullopt;
}

}  // namespace tlswhy::knowledge::compiler
