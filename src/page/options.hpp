// What the page asks: the arguments of the command line, as far as they are about files that are
// given.
#pragma once

#include <span>

#include "app/request.hpp"

namespace tlswhy::page {

// Each argument that is no option is an input. All output is JSON.
Request read_arguments(std::span<char* const> arguments);

}  // namespace tlswhy::page
