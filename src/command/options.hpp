// What can be given on the command line.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/request.hpp"
#include "asking/probe.hpp"
#include "knowledge/language.hpp"

namespace tlswhy {

struct CommandLine : Request {
  ProbeOptions asking;
  std::string colour = "auto";
  std::string language;  // empty: as the locale says
  std::string html;
  bool json = false, ndjson = false;
  bool ask = false;        // servers that texts name are asked at once
  std::string redact_key;  // implies `redact`
};

// An option as --help has it.
struct OptionHelp {
  std::string name;                    // "--as"
  std::string short_name;              // "-h"; mostly empty
  std::string value;                   // what follows it: "FILE"; empty: nothing does
  std::string text;                    // what it does, in one line
  std::vector<std::string> choices{};  // all that can follow it; empty: anything can
};
std::vector<OptionHelp> options_help(knowledge::Language language);

// What can stand in place of an input: "probe", and what follows it: "HOST:PORT...".
struct CommandHelp {
  std::string_view name, arguments;
};
inline constexpr std::array<CommandHelp, 8> commands = {{{"probe", "[OPTION]... HOST:PORT..."},
                                                         {"verify", "HOST:PORT --was OLD.json"},
                                                         {"changes", "--store FILE"},
                                                         {"causes", "[ID]"},
                                                         {"clients", "[ID [OTHER]]"},
                                                         {"learn", "CAPTURE[:FRAME]"},
                                                         {"completions", "SHELL"},
                                                         {"manual", ""}}};

// What --lang says, before anything else is read; empty where it is not given.
std::string language_asked(std::span<char* const> arguments);

// Reads it, with help and complaints in `language`; where there is nothing more to do (--help, a
// mistake that was complained of), the exit code.
std::optional<int> parse(std::span<char* const> arguments, knowledge::Language language,
                         CommandLine& line);

// One line, in the reader's words where it is a phrase; gives the exit code.
int complain(knowledge::Language language, const std::string& what);

}  // namespace tlswhy
