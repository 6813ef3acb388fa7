// The command line: parses it, runs what it asks for, gives the exit code of the contract.
#pragma once

#include <span>

namespace tlswhy {

int run_command_line(std::span<char* const> arguments);

}  // namespace tlswhy
