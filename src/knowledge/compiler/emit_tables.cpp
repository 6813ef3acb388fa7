// Languages, registry, sentences, changes and products.
#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/texts.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

std::string code_point_array(const std::string& name, const Words& rows) {
  if (rows.empty()) return {};
  return fmt::format("constexpr CodePoint {}[] = {{\n  {}}};\n", name, joined(rows, ",\n  "));
}

std::string code_point_row(std::uint16_t code, const std::string& name) {
  return fmt::format("{{{:#06x}, {}}}", code, cpp_literal(name));
}

}  // namespace

std::string emit_languages(const Model& model) {
  Words rows;
  for (const std::string& tag : model.languages) rows.push_back(cpp_literal(tag));
  return cpp_table("std::string_view", "languages", CppArrays("text"), rows);
}

std::string emit_registry(const Model& model) {
  const std::pair<const char*, const CodePoints*> kinds[] = {
      {"cipher_suites", &model.registry.cipher_suites},
      {"named_groups", &model.registry.named_groups},
      {"signature_schemes", &model.registry.signature_schemes},
      {"alerts", &model.registry.alerts},
      {"extensions", &model.registry.extensions},
      {"openssl_ciphers", &model.registry.openssl_ciphers}};
  std::string arrays;
  std::string tables;
  for (const auto& [kind, points] : kinds) {
    Words by_code;
    Words by_name;
    for (const auto& [code, name] : points->names) by_code.push_back(code_point_row(code, name));
    for (const auto& [name, code] : points->codes) by_name.push_back(code_point_row(code, name));
    arrays += code_point_array(fmt::format("{}_by_code", kind), by_code);
    arrays += code_point_array(fmt::format("{}_by_name", kind), by_name);
    tables += by_code.empty()
                  ? fmt::format("constinit const CodePointTable tables::{}{{}};\n", kind)
                  : fmt::format(
                        "constinit const CodePointTable tables::{0}{{{0}_by_code, "
                        "{0}_by_name}};\n",
                        kind);
  }
  return cpp_registry_source(arrays, tables);
}

std::string emit_sentences(const Model& model) {
  CppArrays arrays("text");
  Words rows;
  for (const auto& [id, sentence] : model.sentences) {
    rows.push_back(
        fmt::format("{{.id = SentenceId::{}, .name = {}, .parameters = {}, .texts = {}}}",
                    cpp_name(id), cpp_literal(id), arrays.literals(sentence.parameters),
                    in_every_language(arrays, model, sentence.texts)));
  }
  return cpp_table("Sentence", "sentences", arrays, rows);
}

std::string emit_changes(const Model& model) {
  CppArrays arrays("change");
  Words rows;
  for (const auto& [id, change] : model.changes) {
    rows.push_back(fmt::format(
        "{{.id = ChangeId::{}, .name = {}, .where = Where::{}, .security = Security::{}, "
        ".products = {}, .titles = {}}}",
        cpp_name(id), cpp_literal(id), change.where, change.security,
        arrays.enumerators("ProductId", change.products),
        in_every_language(arrays, model, change.titles)));
  }
  return cpp_table("Change", "changes", arrays, rows);
}

std::string emit_products(const Model& model) {
  CppArrays arrays("recipe");
  Words rows;
  for (const auto& [id, product] : model.products) {
    Words recipes;
    for (const auto& [change, recipe] : product.recipes) {
      Words steps;
      for (const std::string& language : model.languages) {
        steps.push_back(arrays.literals(said_in(recipe.steps, language)));
      }
      recipes.push_back(fmt::format(
          "{{.change = ChangeId::{}, .sources = {}, .steps_by_language = {}}}", cpp_name(change),
          arrays.literals(recipe.sources), arrays.add("Texts", steps)));
    }
    const std::string titles = in_every_language(arrays, model, product.titles);
    rows.push_back(
        fmt::format("{{.id = ProductId::{}, .name = {}, .family = {}, .services = {}, .words = {}, "
                    ".programs = {}, .titles = {}, .recipes = {}}}",
                    cpp_name(id), cpp_literal(id), cpp_literal(product.family),
                    arrays.literals(product.services), arrays.literals(product.words),
                    arrays.literals(product.programs), titles, arrays.add("Recipe", recipes)));
  }
  return cpp_table("Product", "products", arrays, rows);
}

}  // namespace tlswhy::knowledge::compiler
