// What was learnt of a server, as the contract has it: `server` (docs/json.md).
#pragma once

#include <string>

#include "model/learned_server.hpp"
#include "report/json/writer.hpp"

namespace tlswhy::json {

void learned_server(const LearnedServer& server, Writer& out);
// The same as one line; sources/description/learned_server_reader.hpp reads it back.
std::string learned_server_text(const LearnedServer& server);

}  // namespace tlswhy::json
