// Diagnosis of a connection of which only words are known: what its parties say in a log.
#pragma once

#include <optional>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/statement.hpp"
#include "transcript/transport.hpp"

namespace tlswhy {

// The weightiest statement decides; nothing becomes more certain than the statement itself allows
// (knowledge/statements.toml), and less where it is only assumed which side speaks.
Diagnosis diagnose_said(const LogFacts& facts);

// How much of the reason the weightiest statement tells; nothing where there is none.
std::optional<knowledge::Weight> weight_of(const LogFacts& facts);

}  // namespace tlswhy
