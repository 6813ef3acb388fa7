// Plays a handshake. Pure: no I/O, no clock; the same parties give the same end.
#pragma once

#include <expected>
#include <span>
#include <vector>

#include "base/server_name.hpp"
#include "knowledge/client.hpp"
#include "model/negotiation.hpp"
#include "model/server_model.hpp"

namespace tlswhy {

// What the server makes of an offer; `rejections` gets what it turned down.
std::expected<ServerFlight, Refusal> choose(const knowledge::Offer& offer,
                                            const ServerModel& server, const ServerName& host,
                                            std::vector<Rejection>& rejections);

// What the client makes of the flight; none: it goes on. `path` gets its verdict on the chain.
std::optional<Refusal> judge_flight(const knowledge::ClientProfile& client,
                                    const ServerFlight& flight, const CertificateGraph* graph,
                                    const Situation& situation, std::optional<PathVerdict>& path);

// `graphs`: one for each credential of the server, with this client's trust store; none: no chain
// is judged.
Negotiation negotiate(const knowledge::ClientProfile& client, const ServerModel& server,
                      std::span<const CertificateGraph> graphs, const Situation& situation);

}  // namespace tlswhy
