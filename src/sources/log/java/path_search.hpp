// What Java prints of its search for a certification path: java.security.debug=certpath.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "transcript/log_facts.hpp"

namespace tlswhy {

// A way that fails is no failure of the connection: another way may be found. What was said of the
// ways that failed is kept until the reason of a failure is told, or another search begins.
class PathSearch {
 public:
  // Whether the line, without colours and prefixes, tells of such a way.
  bool line(std::string_view clean);
  void add(StatementSeen&& of_a_way);
  // What the last search met, marked as such; then nothing.
  std::vector<StatementSeen> take();

 private:
  std::string last_;  // its text; an exception in it is printed again behind it
  std::vector<StatementSeen> met_;
};

}  // namespace tlswhy
