#include "knowledge/compiler/read_titles.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/text_rules.hpp"

namespace tlswhy::knowledge::compiler {

Titles read_titles(const Context& context, const std::string& before, const std::string& what,
                   const Words& ids, const TitleRules& rules) {
  Titles out;
  for (const std::string& language : context.languages) {
    const std::string path = before + language + ".toml";
    if (!context.tree.contains(path)) continue;
    const Node& root = context.document(path);
    for (const Member& member : members(root, context.problems)) {
      if (!contains(ids, member.key)) {
        context.problems.unknown(member.place, what, member.key, ids);
        continue;
      }
      TableReader reader(member.node, context.problems);
      if (const auto title = reader.text("title", Need::required)) {
        check_title(*title, rules.longest, context.problems);
        if (rules.lower_case && language == "en") check_lower_case_start(*title, context.problems);
        out[member.key][language] = title->text;
      }
      reader.finish();
    }
  }
  for (const std::string& id : ids) {
    if (out[id].contains("en")) continue;
    context.problems.add({.file = before + "en.toml"},
                         fmt::format("missing English title of {} \"{}\"", what, id));
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
