// `tlswhy completions SHELL`: what a shell has to know to complete a call of tlswhy, from the
// options themselves, so that it is never behind them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "knowledge/language.hpp"

namespace tlswhy {

// A script for "bash", "zsh", "fish" or "powershell", which says what an option does in `language`
// where the shell shows it; nothing for another shell.
std::optional<std::string> completions(std::string_view shell, knowledge::Language language);

}  // namespace tlswhy
