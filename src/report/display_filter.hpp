// What is typed into Wireshark's filter bar to see the packets that a report quotes.
#pragma once

#include <initializer_list>
#include <string>

#include "report/report.hpp"

namespace tlswhy {

// "frame.number in {4, 7}": selects exactly the packets that the lines name, in the file that was
// read. Empty where they name none.
std::string display_filter(std::initializer_list<const Report*> said);

}  // namespace tlswhy
