// `tlswhy clients [ID [OTHER]]`: what is known of clients.
#pragma once

#include <span>
#include <string>

#include "app/named_clients.hpp"
#include "knowledge/language.hpp"

namespace tlswhy {

// None: the list. One: its profile in full. Two: what differs. Each as find_clients() takes it. The
// exit code of the contract.
int print_clients(std::span<const std::string> names, const Installation& installation,
                  knowledge::Language language);

}  // namespace tlswhy
