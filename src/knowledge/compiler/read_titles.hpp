// Files `<before><tag>.toml` that give ids a title: `[id] title = "..."`.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

using Titles = std::map<std::string, ByLanguage<std::string>>;  // by id

// `what` names the kind of id in messages. Every id needs an English title of at most `limit`
// characters.
Titles read_titles(const Context& context, const std::string& before, const std::string& what,
                   const Words& ids, std::size_t limit);

}  // namespace tlswhy::knowledge::compiler
