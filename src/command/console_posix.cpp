#include <unistd.h>

#include "command/console.hpp"
#include "command/locale_variables.hpp"

namespace tlswhy {

void prepare_console() {}  // bytes are bytes, and terminals take UTF-8

std::span<char* const> arguments_of_process(int argc, char** argv) {
  return {argv, static_cast<std::size_t>(argc)};
}

bool shows_sequences(Output output) {
  return ::isatty(output == Output::standard ? STDOUT_FILENO : STDERR_FILENO) != 0;
}

std::string locale_of_messages() { return locale_of_environment(); }

}  // namespace tlswhy
