#include <fmt/format.h>

#include <algorithm>

#include "knowledge/compiler/context.hpp"
#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

std::string enumeration(std::string_view name, std::string_view base, const Words& ids) {
  std::string out = fmt::format("enum class {} : {} {{\n", name, base);
  for (const std::string& id : ids) out += fmt::format("  {},\n", cpp_name(id));
  return out + "};\n";
}

}  // namespace

std::string emit_ids(const Model& model) {
  constexpr std::string_view wide = "std::uint16_t";
  std::string out =
      "// Generated from the knowledge folder by tlswhy-compile-knowledge; changes here are lost.\n"
      "#pragma once\n\n#include <cstdint>\n\nnamespace tlswhy::knowledge {\n\n";
  out += enumeration("Language", "std::uint8_t", model.languages) + "\n";
  out += enumeration("CauseId", wide, keys_of(model.causes)) + "\n";
  out += enumeration("ChangeId", wide, keys_of(model.changes)) + "\n";
  out += enumeration("ProductId", wide, keys_of(model.products)) + "\n";
  out += enumeration("StackId", wide, keys_of(model.stacks)) + "\n";
  out += enumeration("ClientId", wide, keys_of(model.clients)) + "\n";
  out += enumeration("SentenceId", wide, keys_of(model.sentences)) + "\n";
  out += "}  // namespace tlswhy::knowledge\n\n";
  out += "namespace tlswhy::sentence {\nusing enum knowledge::SentenceId;\n";
  return out + "}  // namespace tlswhy::sentence\n";
}

}  // namespace tlswhy::knowledge::compiler
