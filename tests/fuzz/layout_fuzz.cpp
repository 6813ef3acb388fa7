// Any bytes as a Finesse layout and as a list of targets: what is read is within its bounds, and
// errors are lines that name the file.
#include <cstdint>
#include <string_view>

#include "sources/layout/layout.hpp"
#include "sources/layout/target_list.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  looks_like_layout(text);
  const auto layout = read_layout("l.xml", text);
  if (!layout && !layout.error().what.starts_with("l.xml:")) __builtin_trap();
  if (layout) {
    for (const LayoutHost& host : hosts_of(*layout, true))
      if (host.host.empty() || host.entries.empty()) __builtin_trap();
    for (const LayoutEntry& e : layout->entries)
      if (e.line == 0 || (e.kind == LayoutEntry::Kind::malformed) == e.fault.empty())
        __builtin_trap();
  }
  const auto list = read_target_list("list", text);
  if (!list && !list.error().what.starts_with("list:")) __builtin_trap();
  if (list) {
    for (const ListedTarget& t : list->targets)
      if (t.url.host.empty() || t.word.empty()) __builtin_trap();
  }
  return 0;
}
