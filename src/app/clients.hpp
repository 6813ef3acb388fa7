// `tlswhy clients [ID [OTHER]]`: what is known of clients.
#pragma once

#include <span>
#include <string>

#include "knowledge/language.hpp"

namespace tlswhy {

// None: the list. One: its profile in full. Two: what differs. The exit code of the contract.
int print_clients(std::span<const std::string> names, knowledge::Language language);

}  // namespace tlswhy
