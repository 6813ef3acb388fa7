#include "remedy/remedy.hpp"

#include <algorithm>

#include "knowledge/cause.hpp"
#include "remedy/applicable.hpp"
#include "remedy/server_there.hpp"

namespace tlswhy {
namespace {

// What the client has goes first, what it has not goes last.
void put_first(std::string_view client, std::vector<ProductSteps>& steps) {
  const auto family = [](const ProductSteps& s) { return knowledge::product(s.product).family; };
  std::ranges::stable_partition(steps, [&](const ProductSteps& s) { return family(s).empty(); });
  std::ranges::stable_partition(steps, [&](const ProductSteps& s) { return family(s) == client; });
}

std::vector<ProductSteps> steps_of(const knowledge::Change& change) {
  std::vector<ProductSteps> out;
  for (const knowledge::ProductId id : change.products) {
    if (const knowledge::Recipe* recipe = knowledge::recipe(id, change.id))
      out.push_back({.recipe = recipe, .product = id});
  }
  return out;
}

}  // namespace

std::vector<Remedy> remedies_for(const Diagnosis& diagnosis, const Handshake& handshake,
                                 const ServerThere& there, std::string_view library_said) {
  std::vector<Remedy> out;
  if (!diagnosis.cause) return out;
  const std::string_view client =
      diagnosis.client != nullptr ? diagnosis.client->family : library_said;
  const knowledge::Cause& cause = knowledge::cause(*diagnosis.cause);
  for (const knowledge::CauseRemedy& known : cause.remedies) {
    if (!could_help(known.change, handshake, diagnosis)) continue;
    if (!concerns_judged(known, cause, diagnosis.refuser)) continue;
    Remedy remedy;
    remedy.rank = static_cast<int>(out.size()) + 1;
    remedy.change = known.change;
    remedy.where = known.where;
    remedy.security = known.security;
    remedy.steps = steps_of(knowledge::change(known.change));
    if (known.where == knowledge::Where::client && !client.empty()) put_first(client, remedy.steps);
    if (known.where == knowledge::Where::server) suit(there, remedy.steps);
    out.push_back(std::move(remedy));
  }
  return out;
}

std::string_view name_of(Applicability applicability) {
  switch (applicability) {
    case Applicability::proved: return "proved";
    case Applicability::proved_live: return "proved_live";
    case Applicability::likely: return "likely";
    case Applicability::needs_input: return "needs_input";
  }
  return "likely";
}

}  // namespace tlswhy
