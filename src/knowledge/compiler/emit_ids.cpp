#include <fmt/format.h>

#include "knowledge/compiler/context.hpp"
#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

Words ids_of(const Model& model, std::string_view kind) {
  if (kind == "languages") return model.languages;
  if (kind == "causes") return keys_of(model.causes);
  if (kind == "changes") return keys_of(model.changes);
  if (kind == "products") return keys_of(model.products);
  if (kind == "stacks") return keys_of(model.stacks);
  if (kind == "clients") return keys_of(model.clients);
  return keys_of(model.sentences);
}

std::string enumeration(std::string_view type, const Words& ids) {
  std::string out = fmt::format(
      "{}#pragma once\n\n#include \"knowledge/ids.hpp\"\n\nnamespace tlswhy::knowledge {{\n\n"
      "enum class {} : std::{} {{\n",
      banner, type, type == "Language" ? "uint8_t" : "uint16_t");
  for (const std::string& id : ids) out += fmt::format("  {},\n", cpp_name(id));
  return out + "};\n\n}  // namespace tlswhy::knowledge\n";
}

}  // namespace

GeneratedFiles emit_ids(const Model& model) {
  GeneratedFiles out;
  for (const auto& [type, kind] : id_kinds)
    out[fmt::format("knowledge/ids/{}.hpp", kind)] = enumeration(type, ids_of(model, kind));
  out["knowledge/ids/sentences.hpp"] +=
      "\nnamespace tlswhy::sentence {\nusing enum knowledge::SentenceId;\n"
      "}  // namespace tlswhy::sentence\n";
  return out;
}

}  // namespace tlswhy::knowledge::compiler
