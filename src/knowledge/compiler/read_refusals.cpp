#include "knowledge/compiler/read_refusals.hpp"

#include "knowledge/compiler/behaviour_reader.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

const char* const refusals_file = "refusals.toml";
// The enumerators of ClientCertificateFault.
constexpr const char* faults[] = {"expired",        "issuer-expired",    "not-yet-valid",
                                  "no-client-auth", "untrusted",         "key-mismatch",
                                  "revoked",        "no-revocation-list"};

}  // namespace

std::vector<RefusalModel> read_refusals(const Context& context, const RegistryModel& registry) {
  std::vector<RefusalModel> out;
  if (!context.tree.contains(refusals_file)) return out;
  for (const Member& library : members(context.document(refusals_file), context.problems)) {
    TableReader reader(library.node, context.problems);
    for (const char* fault : faults) {
      auto alerts = read_code_points(reader, fault, "alert", registry.alerts, context.problems);
      if (alerts) out.push_back({.fault = fault, .alerts = std::move(*alerts)});
    }
    if (reader.texts("source", Need::required).empty())
      context.problems.add(reader.place(), "a source is expected");
    reader.finish();
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
