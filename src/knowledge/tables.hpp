// The tables that the data compiler generates; constants, nothing runs at start-up. Internal: other
// folders use the functions of knowledge.hpp.
#pragma once

#include <span>
#include <string_view>

#include "knowledge/cause.hpp"
#include "knowledge/change.hpp"
#include "knowledge/client.hpp"
#include "knowledge/ids.hpp"
#include "knowledge/inspector.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/refusal.hpp"
#include "knowledge/sentence.hpp"
#include "knowledge/shipped_store.hpp"
#include "knowledge/stack.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy::knowledge {

namespace tables {
// Rows stand in the order of their id, which is the alphabetical order of their names.
extern const std::span<const std::string_view> languages;
extern const std::span<const Cause> causes;
extern const std::span<const CauseId> recognised;  // in no order of ids
extern const std::span<const Change> changes;
extern const std::span<const Product> products;
extern const std::span<const Stack> stacks;
extern const std::span<const ClientProfile> clients;
extern const std::span<const ClientProfile> libraries;  // by StackId: what all clients of one do
extern const std::span<const Sentence> sentences;
extern const std::span<const Statement> statements;  // in the order of the file
extern const std::span<const Inspector> inspectors;
extern const std::span<const Refusal> refusals;
extern const std::span<const ShippedStore> shipped_stores;  // by platform and day
extern const std::span<const ShippedRoot> shipped_roots;
extern const std::span<const Message> messages;
extern const std::span<const ProgramMark> program_marks;
extern const std::span<const std::string_view> other_matters;
}  // namespace tables

}  // namespace tlswhy::knowledge
