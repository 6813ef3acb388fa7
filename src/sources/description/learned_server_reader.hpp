// Reads back what `tlswhy probe --json` printed of a server (docs/json.md, `server`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/learned_server.hpp"

namespace tlswhy {

// Whether a text begins as the document of a probe does.
bool looks_like_probe(std::string_view head);

// All servers of a text: whole documents or their `server` alone, one after the other. `name` is
// the file's. At most 8 MiB; an error names file and place: "old.json:1:17: ...", or
// "old.json: server.dh[0].bits: ...".
Result<std::vector<LearnedServer>> read_learned_servers(const std::string& name,
                                                        std::string_view text);
// The only one: none or several are an error.
Result<LearnedServer> read_learned_server(const std::string& name, std::string_view text);

}  // namespace tlswhy
