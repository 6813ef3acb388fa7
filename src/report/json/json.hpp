// The JSON contract `tlswhy/1` (docs/json.md).
#pragma once

#include <string>

#include "report/conversation.hpp"
#include "report/verdict.hpp"

namespace tlswhy::json {

// One conversation as an object of one line; with `input` non-empty, a member that names the file
// (--ndjson).
std::string conversation(const Conversation& conversation, knowledge::Language language,
                         const std::string& input);

// What stands before the first and after the last conversation of --json.
std::string document_start(const InputReport& input, const Summary& summary);
std::string document_end();

// The whole document for a chain or a server that was described.
std::string verdicts(const Question& question, const std::vector<Verdict>& verdicts,
                     knowledge::Language language);
// One verdict as an object of one line, with the input's name (--ndjson).
std::string verdict(const Question& question, const Verdict& verdict, knowledge::Language language);

}  // namespace tlswhy::json
