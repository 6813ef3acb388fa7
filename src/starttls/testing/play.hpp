// For tests: a dialogue with a server whose words are given, in one piece and byte by byte.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "starttls/protocol.hpp"

namespace tlswhy::starttls::testing {

using namespace std::string_literals;
using namespace std::string_view_literals;

inline const Target target{"mail.example", 443, {}, {}};

struct Played {
  Step last;
  std::string sent;
};

inline Played play(std::string_view name, std::string_view server, std::size_t piece,
                   const Target& to = target) {
  const auto dialogue = make_dialogue(name, to);
  Played out;
  if (!dialogue) return out;
  out.last = dialogue->begin();
  out.sent = as_text(out.last.send);
  while (out.last.state == State::waits && !server.empty()) {
    out.last = dialogue->received(as_bytes(server.substr(0, piece)));
    out.sent += as_text(out.last.send);
    server.remove_prefix(std::min(piece, server.size()));
  }
  return out;
}

// The server's words lead to TLS; sent: all that the client says.
inline void expect_ready(std::string_view name, std::string_view server, std::string_view sent,
                         const Target& to = target) {
  SCOPED_TRACE(name);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, server.size()}) {
    const Played p = play(name, server, piece, to);
    EXPECT_EQ(p.last.state, State::ready) << "pieces of " << piece;
    EXPECT_EQ(p.last.injected, "");
    EXPECT_EQ(p.sent, sent);
  }
  for (std::size_t size = 0; size < server.size(); ++size) {
    EXPECT_EQ(play(name, server.substr(0, size), 7, to).last.state, State::waits) << size;
  }
  const std::string more = std::string(server) + "EVIL\r\n";
  const Played injected = play(name, more, more.size(), to);
  EXPECT_EQ(injected.last.state, State::ready);
  EXPECT_EQ(injected.last.injected, "EVIL");
}

inline void expect_refused(std::string_view name, std::string_view server, std::string_view said,
                           const Target& to = target) {
  SCOPED_TRACE(name);
  for (const std::size_t piece : {std::size_t{1}, server.size()}) {
    const Played p = play(name, server, piece, to);
    EXPECT_EQ(p.last.state, State::refused) << "pieces of " << piece;
    EXPECT_EQ(p.last.said, said);
  }
}

inline void expect_unexpected(std::string_view name, std::string_view server,
                              std::string_view said) {
  SCOPED_TRACE(name);
  const Played whole = play(name, server, server.size());
  EXPECT_EQ(whole.last.state, State::unexpected);
  EXPECT_EQ(whole.last.said, said);
  EXPECT_EQ(play(name, server, 1).last.state, State::unexpected);
}

// Which protocol a capture of these words shows, and how the server refused.
inline std::string recognised(std::string_view client, std::string_view server) {
  const Protocol* p = recognise_protocol({as_bytes(client), as_bytes(server)});
  return p ? std::string(p->name) : "";
}

inline std::string refusal(std::string_view name, std::string_view client,
                           std::string_view server) {
  const Seen seen{as_bytes(client), as_bytes(server)};
  const Protocol* p = find_protocol(name);
  EXPECT_TRUE(p->recognise(seen)) << name;
  return p->refusal(seen);
}

}  // namespace tlswhy::starttls::testing
