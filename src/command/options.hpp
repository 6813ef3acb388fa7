// What can be given on the command line.
#pragma once

#include <optional>
#include <span>
#include <string>

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
  bool redact = false;
  std::string redact_key;  // implies `redact`
};

// What --lang says, before anything else is read; empty where it is not given.
std::string language_asked(std::span<char* const> arguments);

// Reads it, with help and complaints in `language`; where there is nothing more to do (--help, a
// mistake that was complained of), the exit code.
std::optional<int> parse(std::span<char* const> arguments, knowledge::Language language,
                         CommandLine& line);

// One line, in the reader's words where it is a phrase; gives the exit code.
int complain(knowledge::Language language, const std::string& what);

}  // namespace tlswhy
