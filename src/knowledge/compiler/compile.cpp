#include "knowledge/compiler/compile.hpp"

#include "knowledge/compiler/context.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/layout.hpp"
#include "knowledge/compiler/read_causes.hpp"
#include "knowledge/compiler/read_changes.hpp"
#include "knowledge/compiler/read_clients.hpp"
#include "knowledge/compiler/read_inspectors.hpp"
#include "knowledge/compiler/read_ranking.hpp"
#include "knowledge/compiler/read_recipes.hpp"
#include "knowledge/compiler/read_refusals.hpp"
#include "knowledge/compiler/read_registry.hpp"
#include "knowledge/compiler/read_sentences.hpp"
#include "knowledge/compiler/read_stacks.hpp"
#include "knowledge/compiler/read_statements.hpp"
#include "knowledge/compiler/read_stores.hpp"
#include "knowledge/compiler/untranslated.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

Documents parse(const SourceTree& tree, Problems& problems) {
  Documents out;
  for (const auto& [path, text] : tree) {
    if (path.ends_with(".toml")) out.emplace(path, parse_toml(path, text, problems));
  }
  return out;
}

Model read(const SourceTree& tree, const Documents& documents, Problems& problems) {
  Layout layout = scan_layout(tree, problems);
  const Context context{.tree = tree,
                        .documents = documents,
                        .problems = problems,
                        .cause_ids = layout.cause_ids,
                        .change_ids = read_change_ids(documents),
                        .product_ids = layout.product_ids,
                        .languages = layout.languages};
  Model model;
  model.languages = layout.languages;
  model.registry = read_registry(context);
  model.products = read_products(context);
  model.changes = read_changes(context, model.products);
  model.causes = read_causes(context);
  model.stacks = read_stacks(context, model.registry, layout.stack_ids);
  model.clients = read_clients(context, model.registry, model.stacks, layout.client_ids);
  model.sentences = read_sentences(context);
  model.statements = read_statements(context, model.registry);
  model.inspectors = read_inspectors(context);
  model.refusals = read_refusals(context, model.registry);
  model.stores = read_stores(context);
  model.ranking = read_ranking(context);
  return model;
}

}  // namespace

GeneratedFiles compile(const SourceTree& tree, Problems& problems) {
  const Documents documents = parse(tree, problems);
  if (!problems.empty()) return {};  // what is no TOML would be missed all over the folder
  const Model model = read(tree, documents, problems);
  if (!problems.empty()) return {};
  GeneratedFiles out = emit_ids(model);
  out["languages.cpp"] = emit_languages(model);
  out["registry.cpp"] = emit_registry(model);
  out["sentences.cpp"] = emit_sentences(model);
  out["causes.cpp"] = emit_causes(model);
  out["changes.cpp"] = emit_changes(model);
  out["products.cpp"] = emit_products(model);
  out["stacks.cpp"] = emit_stacks(model);
  out["clients.cpp"] = emit_clients(model);
  out["statements.cpp"] = emit_statements(model);
  out["inspectors.cpp"] = emit_inspectors(model);
  out["refusals.cpp"] = emit_refusals(model);
  out["stores.cpp"] = emit_stores(model);
  out["knowledge/ranks.hpp"] = emit_ranks(model);
  out["untranslated.txt"] = list_untranslated(model);
  return out;
}

}  // namespace tlswhy::knowledge::compiler
