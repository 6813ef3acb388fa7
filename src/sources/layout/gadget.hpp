// Whether an HTTP answer is the gadget that a layout names.
#pragma once

#include "model/gadget_outcome.hpp"
#include "sources/layout/http.hpp"

namespace tlswhy {

// `asked` is the URL that was asked for. A redirect is not followed: the outcome says where to.
GadgetOutcome judge_gadget(const HttpAnswer& answer, const Url& asked);

}  // namespace tlswhy
