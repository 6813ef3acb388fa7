// What a server answered where a gadget was asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tlswhy {

struct GadgetOutcome {
  // ok: an OpenSocial document, root Module. redirect: to the same server. elsewhere: to another
  // host. status: another one than 2xx and 3xx. The rest say what the document is instead.
  enum class Kind : std::uint8_t { ok, html, redirect, elsewhere, status, json, empty, xml, other };
  Kind kind = Kind::other;
  // ok, html: the title, may be empty. redirect: the path; elsewhere: the host with its port.
  // status: the number. xml: the name of its root. other: the content type, may be empty.
  std::string detail;

  bool operator==(const GadgetOutcome&) const = default;
};

// For programs: "ok", "html" ...
constexpr std::string_view name_of(GadgetOutcome::Kind kind) {
  constexpr std::array<std::string_view, 9> names = {
      "ok", "html", "redirect", "elsewhere", "status", "json", "empty", "xml", "other"};
  return names[static_cast<std::size_t>(kind) % names.size()];
}

}  // namespace tlswhy
