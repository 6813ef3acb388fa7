// Which TLS library wrote a ClientHello, by how it writes: order of extensions, suites, schemes.
// Rules are in knowledge/stacks/; a hello that fits none stays unrecognised.
#pragma once

#include <vector>

#include "knowledge/stack.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy {

// The stacks whose rules the hello obeys, the one with the most rules first.
std::vector<const knowledge::Stack*> recognise(const ClientHello& hello);

}  // namespace tlswhy
