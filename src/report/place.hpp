// "frame 7", "line 12", "question 3": where something was seen, in words.
#pragma once

#include <string>
#include <string_view>

#include "base/observed.hpp"
#include "knowledge/language.hpp"
#include "report/report.hpp"

namespace tlswhy {

// Empty where no single place shows it.
std::string place_text(Provenance at, knowledge::Language language);
// The same with the input before it, where there are several: "server.log, line 3".
std::string place_text(const ReportLine& line, knowledge::Language language);
// The last part of a path, cut in its middle where it is too long for the edge of a screen.
std::string short_input(std::string_view name);

}  // namespace tlswhy
