// What clients would do with a server or a chain that was described, or that was asked.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/explanation.hpp"
#include "model/learned_server.hpp"
#include "model/setting.hpp"

namespace tlswhy {

struct Judged {
  Setting setting;                         // as it was asked, with the server
  std::optional<LearnedServer> learned{};  // of a server that was asked
  std::vector<Explanation> verdicts;       // Played, in the order of the clients

  [[nodiscard]] const ServerModel& server() const;
};

// Whether what would help is sought where a client would not connect: it costs most of the time.
enum class SeekRemedies : std::uint8_t { yes, no };

// As each client of `setting` (all that are known where none is named) would meet its server. The
// server and the moment must be there.
Judged judge(Setting setting, SeekRemedies remedies = SeekRemedies::yes);
// The same of a server as it was learnt, which takes the place of the setting's.
Judged judge(Setting setting, LearnedServer learned);

}  // namespace tlswhy
