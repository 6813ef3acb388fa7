#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {

std::string emit_ranks(const Model& model) {
  std::string out =
      "// Generated from the knowledge folder by tlswhy-compile-knowledge; changes here are lost.\n"
      "#pragma once\n\n#include \"knowledge/ids/causes.hpp\"\n#include "
      "\"knowledge/rank.hpp\"\n\nnamespace tlswhy::rank {\n\n";
  for (std::size_t place = 0; place < model.ranking.size(); ++place) {
    const RankModel& row = model.ranking[place];
    const std::string name = cpp_name(row.id);
    out += row.cause.empty()
               ? fmt::format("inline constexpr knowledge::Place {}{{{}}};\n", name, place)
               : fmt::format(
                     "inline constexpr knowledge::Rank {}{{knowledge::CauseId::{}, {{{}}}}};\n",
                     name, cpp_name(row.cause), place);
  }
  return out + "\n}  // namespace tlswhy::rank\n";
}

}  // namespace tlswhy::knowledge::compiler
