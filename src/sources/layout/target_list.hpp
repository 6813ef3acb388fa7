// A plain list of servers to ask: a URL, HOST or HOST:PORT on each line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/url.hpp"

namespace tlswhy {

struct ListedTarget {
  std::string word;  // as written: "https://gadgets.corp.example:8444/x.xml", "mail.example:25"
  Url url;
  std::uint32_t line = 0;  // from 1
};

struct TargetList {
  std::vector<ListedTarget> targets;  // in the order of the list, each address once
  std::vector<std::string> notes;     // how many lines said what another one had said
};

// `name` is the file's, or "-". Blank lines and what stands behind a # (at the start of a line or
// behind white space) do not count. An error names the first line that is no address:
// "hosts.txt:12: ...". At most 16 MiB.
Result<TargetList> read_target_list(const std::string& name, std::string_view text);

}  // namespace tlswhy
