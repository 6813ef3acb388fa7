// A Finesse desktop layout (root finesseLayout): the gadgets that agents and supervisors see, each
// with the address that the Finesse server fetches it from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/url.hpp"

namespace tlswhy {

struct LayoutEntry {
  // secure: https from another server, whose certificate Finesse checks. plain: http. own: a path
  // on the Finesse server itself. other: neither is fetched that way. malformed: no address.
  enum class Kind : std::uint8_t { secure, plain, own, other, malformed };
  Kind kind = Kind::malformed;
  std::string element;       // "gadget", "component" or "config" (a logo)
  std::string role;          // of its <layout>: "Agent"; empty: outside of them (the header)
  std::string tab;           // the label, else the id; empty: above the tabs
  std::uint32_t column = 0;  // from 1; 0: outside of columns
  std::string url;           // as written, without white space around it
  Url parsed;                // of secure and plain
  std::string fault;         // of malformed: what is wrong, one line
  std::vector<std::string> alternate_hosts;              // as written in alternateHosts
  std::string id, max_rows, static_message, managed_by;  // attributes; empty: not there
  bool hidden = false;
  bool disabled = false;     // inside a comment: not loaded
  bool placeholder = false;  // a host that stands for one: my-cuic-server
  std::uint32_t line = 0;    // of the file, from 1
};

struct Layout {
  std::string version;               // "1252.02"; empty: none
  bool team = false;                 // TeamLayoutConfig
  bool uses_default = false;         // a team without a layout of its own
  std::vector<LayoutEntry> entries;  // in the order of the file
};

// Whether the beginning of a file is one: its root is a layout or a configuration around one.
bool looks_like_layout(std::string_view head);

inline constexpr std::size_t max_layout_bytes = 8U << 20;

// `text` is the whole file: UTF-8 or UTF-16, bare, or wrapped in LayoutConfig or TeamLayoutConfig,
// as elements or as text. `name` is the file's; errors are "NAME:LINE:COLUMN: ...". At most 8 MiB,
// 20,000 entries, and 64 elements in one another.
Result<Layout> read_layout(const std::string& name, std::string_view text);

// A server that Finesse fetches from, and what it fetches there.
struct LayoutHost {
  std::string host;
  std::uint16_t port = 0;
  std::vector<std::size_t> entries;  // places in Layout::entries
};
// The https servers of a layout, each once, with those of alternateHosts; without placeholders, and
// without what is disabled unless `disabled`.
std::vector<LayoutHost> hosts_of(const Layout& layout, bool disabled);

}  // namespace tlswhy
