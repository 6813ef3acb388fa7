// Whether an HTTP answer is the gadget that a layout names.
#pragma once

#include <optional>

#include "sources/layout/gadget_outcome.hpp"
#include "sources/layout/http.hpp"

namespace tlswhy {

// Where the answer sends its client, from the URL that was asked for; nothing: it is no redirect,
// or not to a URL.
std::optional<Url> redirected_to(const HttpAnswer& answer, const Url& asked);

// `asked` is the URL that was asked for. Of a redirect the outcome says where to.
GadgetOutcome judge_gadget(const HttpAnswer& answer, const Url& asked);

}  // namespace tlswhy
