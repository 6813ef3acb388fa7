// A server or a chain that was judged: what every renderer of it reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/judge.hpp"
#include "report/input_report.hpp"

namespace tlswhy {

struct JudgedReport {
  InputReport input;
  Judged judged;
  struct Change {
    std::string name, text;  // for programs, and as a sentence
  };
  std::optional<std::vector<Change>> changes{};  // since it was asked before; none: it was not
  // What the comparison comes to, as sentences: the first one says it all, the others one thing
  // each.
  std::vector<std::string> compared{};

  // What clients call it.
  [[nodiscard]] const std::string& server_name() const {
    return judged.setting.host.empty() ? input.name : judged.setting.host.text();
  }
};

}  // namespace tlswhy
