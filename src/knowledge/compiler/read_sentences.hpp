// knowledge/sentences.<tag>.toml
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

std::map<std::string, SentenceModel> read_sentences(const Context& context);

}  // namespace tlswhy::knowledge::compiler
