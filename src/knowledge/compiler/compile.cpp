#include "knowledge/compiler/compile.hpp"

#include "knowledge/compiler/context.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/layout.hpp"
#include "knowledge/compiler/read_changes.hpp"
#include "knowledge/compiler/read_registry.hpp"
#include "knowledge/compiler/read_sentences.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

Model read(const SourceTree& tree, Problems& problems) {
  Layout layout = scan_layout(tree, problems);
  const Context context{.tree = tree,
                        .problems = problems,
                        .cause_ids = layout.cause_ids,
                        .change_ids = read_change_ids(tree),
                        .product_ids = layout.product_ids,
                        .languages = layout.languages};
  Model model;
  model.languages = layout.languages;
  model.registry = read_registry(context);
  model.sentences = read_sentences(context);
  // While causes, changes, recipes and stacks are being written: their ids alone.
  for (const std::string& id : context.cause_ids) model.causes[id];
  for (const std::string& id : context.change_ids) model.changes[id];
  for (const std::string& id : context.product_ids) model.products[id];
  for (const std::string& id : layout.stack_ids) model.stacks[id];
  return model;
}

}  // namespace

GeneratedFiles compile(const SourceTree& tree, Problems& problems) {
  const Model model = read(tree, problems);
  if (!problems.empty()) return {};
  Model parts = model;
  parts.causes.clear();
  parts.changes.clear();
  parts.products.clear();
  parts.stacks.clear();
  return {{"knowledge/ids.hpp", emit_ids(model)}, {"languages.cpp", emit_languages(model)},
          {"registry.cpp", emit_registry(model)}, {"sentences.cpp", emit_sentences(model)},
          {"causes.cpp", emit_causes(parts)},     {"changes.cpp", emit_changes(parts)},
          {"products.cpp", emit_products(parts)}, {"stacks.cpp", emit_stacks(parts)}};
}

}  // namespace tlswhy::knowledge::compiler
