// What an address in a layout says of where its gadget comes from.
#pragma once

#include <string_view>

#include "sources/layout/layout.hpp"

namespace tlswhy::layout {

// Sets url, kind, parsed, fault and placeholder from the text of the element.
void set_address(LayoutEntry& entry, std::string_view text);

// "a, b:8444" as its parts; no more than 64.
std::vector<std::string> list_of(std::string_view text);

// A host that nobody has, of a layout as it is delivered: my-cuic-server, <host>, {fqdn}.
bool is_placeholder(std::string_view host);

}  // namespace tlswhy::layout
