#include "knowledge/compiler/read_inspectors.hpp"

#include <algorithm>

#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

const char* const inspectors_file = "inspectors.toml";
constexpr std::size_t shortest_name = 7;  // "CN=" and a few letters

bool is_attribute(const std::string& name) {
  return name.size() >= shortest_name &&
         (name.starts_with("CN=") || name.starts_with("O=") || name.starts_with("OU="));
}

InspectorModel read_inspector(const Context& context, const Member& member) {
  InspectorModel out;
  TableReader reader(member.node, context.problems);
  if (const auto product = reader.text("product", Need::required)) out.product = product->text;
  for (const Word& name : reader.texts("issuer", Need::required)) {
    if (!is_attribute(name.text))
      context.problems.add(name.place, "CN=, O= or OU= and the beginning of a name is expected");
    out.issuers.push_back(name.text);
  }
  if (reader.texts("source", Need::required).empty())
    context.problems.add(reader.place(), "a source is expected");
  reader.finish();
  return out;
}

}  // namespace

std::vector<InspectorModel> read_inspectors(const Context& context) {
  std::vector<InspectorModel> out;
  if (!context.tree.contains(inspectors_file)) return out;
  for (const Member& member : members(context.document(inspectors_file), context.problems))
    out.push_back(read_inspector(context, member));
  return out;
}

}  // namespace tlswhy::knowledge::compiler
