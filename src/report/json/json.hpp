// The JSON contract `tlswhy/1` (docs/json.md).
#pragma once

#include <string>

#include "report/conversation.hpp"

namespace tlswhy::json {

// One conversation as an object of one line; with `input` non-empty, a member that names the file
// (--ndjson).
std::string conversation(const Conversation& conversation, knowledge::Language language,
                         const std::string& input);

// What stands before the first and after the last conversation of --json.
std::string document_start(const InputReport& input, const Summary& summary);
std::string document_end();

}  // namespace tlswhy::json
