#include "knowledge/compiler/read_changes.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/read_titles.hpp"
#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

constexpr TitleRules change_titles{.longest = 90, .lower_case = true};
const char* const changes_file = "changes.toml";

ChangeModel read_change(const Context& context, const Member& member,
                        const std::map<std::string, ProductModel>& products) {
  ChangeModel out;
  TableReader reader(member.node, context.problems);
  if (const auto where = reader.word("where", "place", vocabulary().wheres, Need::required)) {
    out.where = where->text;
  }
  if (const auto effect =
          reader.word("security", "effect on security", vocabulary().effects, Need::required)) {
    out.security = effect->text;
  }
  reader.any("products", Need::required);
  for (const Word& product :
       reader.words("products", "product", context.product_ids, Need::optional)) {
    out.products.push_back(product.text);
    if (!products.at(product.text).recipes.contains(member.key)) {
      context.problems.add(product.place, fmt::format("recipes/{}.toml has no recipe for \"{}\"",
                                                      product.text, member.key));
    }
  }
  reader.finish();
  return out;
}

}  // namespace

Words read_change_ids(const Documents& documents) {
  Words out;
  const auto file = documents.find(changes_file);
  if (file == documents.end()) return out;
  for (const Member& member : *file->second.as<Table>()) out.push_back(member.key);
  std::ranges::sort(out);
  return out;
}

std::map<std::string, ChangeModel> read_changes(
    const Context& context, const std::map<std::string, ProductModel>& products) {
  std::map<std::string, ChangeModel> out;
  if (!context.tree.contains(changes_file)) return out;
  const Node& root = context.document(changes_file);
  for (const Member& member : members(root, context.problems)) {
    out[member.key] = read_change(context, member, products);
  }
  Titles titles = read_titles(context, "changes.", "change", context.change_ids, change_titles);
  for (auto& [id, change] : out) change.titles = std::move(titles[id]);
  return out;
}

}  // namespace tlswhy::knowledge::compiler
