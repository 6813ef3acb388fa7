// What a real installation's openssl.cnf makes of a client profile: the section of system defaults
// (config(5), SSL_CONF_cmd(3)), or a file of crypto-policies with the same keys and no section.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/own_profile.hpp"

namespace tlswhy {

// Lists are expanded by the OpenSSL that tlswhy runs with. Notes on what was not understood.
std::vector<std::string> apply_openssl_cnf(std::string_view text, OwnProfile& into);

}  // namespace tlswhy
