// Gadgets' documents, from the servers that clients would connect to.
#pragma once

#include <vector>

#include "base/url.hpp"
#include "knowledge/client.hpp"
#include "report/layout_report.hpp"
#include "sources/probe/interviewer.hpp"

namespace tlswhy {

// Puts what came into the rows of `report`. `targets` are those of its hosts, `urls` those of its
// rows; asked with the hello of `offer`.
void fetch_gadgets(LayoutReport& report, const std::vector<ProbeTarget>& targets,
                   const std::vector<Url>& urls, const knowledge::Offer& offer,
                   const ProbeSetup& setup);

}  // namespace tlswhy
