#include "knowledge/compiler/cpp_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tlswhy::knowledge::compiler {
namespace {

// Those that an id could spell.
constexpr std::string_view keywords[] = {
    "and",     "asm",       "auto",     "bool",     "break",    "case",    "catch",   "char",
    "class",   "const",     "continue", "default",  "delete",   "do",      "double",  "else",
    "enum",    "explicit",  "export",   "extern",   "false",    "final",   "float",   "for",
    "friend",  "goto",      "if",       "import",   "inline",   "int",     "long",    "module",
    "mutable", "namespace", "new",      "not",      "operator", "or",      "private", "protected",
    "public",  "register",  "requires", "return",   "short",    "signed",  "sizeof",  "static",
    "struct",  "switch",    "template", "this",     "throw",    "true",    "try",     "typedef",
    "typeid",  "typename",  "union",    "unsigned", "using",    "virtual", "void",    "volatile",
    "while",   "xor"};

// The include lines of the enumerations whose values the text names.
std::string includes_of_ids(std::string_view text) {
  std::string out;
  for (const auto& [type, kind] : id_kinds) {
    if (text.find(fmt::format("{}::", type)) == std::string_view::npos) continue;
    out += fmt::format("#include \"knowledge/ids/{}.hpp\"\n", kind);
  }
  return out;
}

std::string source(std::string_view header, std::string_view scope, std::string_view arrays,
                   std::string_view tables) {
  return fmt::format(
      "{0}{5}#include \"{1}\"\n\n"
      "namespace {2} {{\nnamespace {{\n"
      "using namespace std::string_view_literals;\n{3}"
      "}}  // namespace\n\n{4}}}  // namespace {2}\n",
      banner, header, scope, arrays, tables, includes_of_ids(std::string(arrays).append(tables)));
}

}  // namespace

const std::string_view banner =
    "// Generated from the knowledge folder by tlswhy-compile-knowledge; changes here are lost.\n";

std::string cpp_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\{:03o}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + "\"sv";
}

std::string cpp_name(std::string_view id) {
  std::string out(id);
  std::ranges::replace(out, '-', '_');
  std::ranges::replace(out, '.', '_');
  std::ranges::replace(out, '/', '_');
  if (!out.empty() && out.front() >= '0' && out.front() <= '9') out.insert(0, "c_");
  if (std::ranges::find(keywords, out) != std::end(keywords)) out += '_';
  return out;
}

std::string joined(const Words& items, std::string_view separator) {
  return fmt::format("{}", fmt::join(items, separator));
}

std::string CppArrays::add(std::string_view type, const Words& items) {
  if (items.empty()) return "{}";
  const std::string name = fmt::format("{}_{}", prefix_, count_++);
  definitions_ += fmt::format("constexpr {} {}[] = {{{}}};\n", type, name, joined(items));
  return name;
}

std::string CppArrays::literals(const Words& texts) {
  Words items;
  for (const std::string& text : texts) items.push_back(cpp_literal(text));
  return add("std::string_view", items);
}

std::string CppArrays::codes(const Codes& codes) {
  Words items;
  for (const std::uint16_t code : codes) items.push_back(fmt::format("{:#06x}", code));
  return add("std::uint16_t", items);
}

std::string CppArrays::enumerators(std::string_view type, const Words& ids) {
  Words items;
  for (const std::string& id : ids) items.push_back(fmt::format("{}::{}", type, cpp_name(id)));
  return add(type, items);
}

std::string cpp_source(std::string_view arrays, std::string_view tables) {
  return source("knowledge/tables.hpp", "tlswhy::knowledge", arrays, tables);
}

std::string cpp_registry_source(std::string_view arrays, std::string_view tables) {
  return source("wire/code_point_tables.hpp", "tlswhy", arrays, tables);
}

std::string cpp_table(std::string_view type, std::string_view table, const CppArrays& arrays,
                      const Words& rows) {
  std::string definitions = arrays.definitions();
  if (!rows.empty()) {
    definitions += fmt::format("constexpr {} rows[] = {{\n  {}}};\n", type, joined(rows, ",\n  "));
  }
  return cpp_source(definitions, fmt::format("constinit const std::span<const {}> tables::{}{};\n",
                                             type, table, rows.empty() ? "{}" : "(rows)"));
}

std::string cpp_rows(std::string_view type, std::string_view table, const Words& rows,
                     std::string& arrays) {
  if (rows.empty())
    return fmt::format("constinit const std::span<const {}> tables::{}{{}};\n", type, table);
  arrays +=
      fmt::format("constexpr {} {}_rows[] = {{\n  {}}};\n", type, table, joined(rows, ",\n  "));
  return fmt::format("constinit const std::span<const {}> tables::{}({}_rows);\n", type, table,
                     table);
}

}  // namespace tlswhy::knowledge::compiler
