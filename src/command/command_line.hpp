// The command line: parses it, runs what it asks for, gives the exit code of the contract.
#pragma once

namespace tlswhy {

int run_command_line(int argc, char** argv);

}  // namespace tlswhy
