// Remedies that are played: one counts as proved where the changed handshake establishes and no
// part of the change would do.
#pragma once

#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "model/setting.hpp"
#include "remedy/remedy.hpp"
#include "remedy/world.hpp"

namespace tlswhy {

// `known` are the remedies of the refusal that `world` ends in, best first. Those that do not help
// go; those that the model cannot make stay as they are, behind the proved ones; one that lowers
// security goes where something else is proved, and stands last where not. With what the first
// three would do to the other clients.
std::vector<Remedy> prove(std::vector<Remedy> known, const World& world);

// The world after all that the remedy changes; nothing where the model cannot make it.
std::optional<World> changed_world(const Remedy& remedy, const World& world);

// The same of a connection that was seen, as far as it shows enough of both parties: the client
// must be known, its verdict passed on ServerHello, Certificate or ServerKeyExchange in the clear.
// What it trusts is `store`; where that is not known, what is wrong with
// a chain stays `likely`. `seen_at`: when the certificates were seen; a moment of the setting wins.
// `at_hand` are CA certificates that others sent in the same capture. Where
// all is well by the capture's clock, the client is played with a wrong one, which the remedy sets.
std::vector<Remedy> prove_seen(std::vector<Remedy> known, const Diagnosis& diagnosis,
                               const Handshake& handshake, const Setting& setting,
                               Timestamp seen_at, const CertificateList& at_hand = {});

}  // namespace tlswhy
