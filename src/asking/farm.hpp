// Names with several addresses: the members of a farm should be alike.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/language.hpp"
#include "report/judged_report.hpp"

namespace tlswhy {

class Farm {
 public:
  // Holds a member against the first of its name that was learnt; what differs is added to it, as a
  // contradiction and as notes on the clients that would connect by turns.
  void compare(JudgedReport& member, knowledge::Language language);

 private:
  // The first learnt of each name, and which clients it would accept.
  std::map<std::string, std::pair<LearnedServer, std::vector<bool>>> first_;
};

}  // namespace tlswhy
