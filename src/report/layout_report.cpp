#include "report/layout_report.hpp"

#include <algorithm>

namespace tlswhy {

const Verdict* GadgetHost::refusal() const {
  const auto found = std::ranges::find_if(verdicts, [](const Verdict& v) { return !v.accepted(); });
  return found == verdicts.end() ? nullptr : &*found;
}

std::optional<bool> loads(const LayoutReport& report, const GadgetRow& row) {
  if (row.source == GadgetRow::Source::malformed) return false;
  if (row.source != GadgetRow::Source::server || !row.host || *row.host >= report.hosts.size())
    return std::nullopt;
  const GadgetHost& host = report.hosts[*row.host];
  if (host.verdicts.empty()) return host.trouble.empty() ? std::nullopt : std::optional(false);
  if (host.refusal() != nullptr) return false;
  using Kind = GadgetOutcome::Kind;
  // A redirect to the same server is followed by Finesse; what comes then was not asked.
  if (row.outcome && row.outcome->kind == Kind::redirect) return std::nullopt;
  // Only a gadget has to be an OpenSocial document.
  return !row.outcome || row.element != "gadget" || row.outcome->kind == Kind::ok;
}

}  // namespace tlswhy
