// The terminal that tlswhy was called from, and the words of the call.
#pragma once

#include <span>
#include <string>

namespace tlswhy {

// To be called once, before anything is read or printed: standard input and output carry bytes as
// they are, and a console takes them for UTF-8 until tlswhy ends.
void prepare_console();

// What main() was given, in UTF-8.
std::span<char* const> arguments_of_process(int argc, char** argv);

// Whether an output goes to a terminal that follows ECMA-48's sequences for colours.
enum class Output { standard, error };
bool shows_sequences(Output output);

// The language of the user's messages as a POSIX locale ("ko_KR.UTF-8"); may be empty.
std::string locale_of_messages();

}  // namespace tlswhy
