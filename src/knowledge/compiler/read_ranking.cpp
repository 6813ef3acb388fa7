#include "knowledge/compiler/read_ranking.hpp"

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/text_rules.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

const char* const ranking_file = "ranking.toml";
const char* const any_cause = "any";

RankModel read_row(const Context& context, const std::string& section, const Member& member) {
  RankModel out;
  out.id = section + "-" + member.key;
  const std::string cause = member.key.substr(0, member.key.find('/'));
  if (cause != any_cause) out.cause = cause;
  if (cause != any_cause && !contains(context.cause_ids, cause))
    context.problems.unknown(member.place, "cause", cause, context.cause_ids);
  const std::string* why = member.node.as<std::string>();
  if (why == nullptr || why->empty()) {
    context.problems.add(member.node.place, "the reason for this place is expected here");
  } else {
    check_sentence({*why, member.node.place}, context.problems);
  }
  return out;
}

}  // namespace

std::vector<RankModel> read_ranking(const Context& context) {
  std::vector<RankModel> out;
  if (!context.tree.contains(ranking_file)) return out;
  for (const Member& section : members(context.document(ranking_file), context.problems)) {
    for (const Member& row : members(section.node, context.problems))
      out.push_back(read_row(context, section.key, row));
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
