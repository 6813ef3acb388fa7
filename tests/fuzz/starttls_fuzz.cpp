// Any bytes as what a server says before TLS: the first byte chooses the protocol, the second the
// size of the pieces they come in. Then the same bytes as both sides of a capture.
#include <algorithm>
#include <cstdint>

#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace {

using namespace tlswhy;
using starttls::State;

void check(const starttls::Step& step) {
  if (step.said.size() > starttls::longest_quote) __builtin_trap();
  if (step.injected.size() > starttls::longest_quote) __builtin_trap();
  if (step.state == State::waits && !step.said.empty()) __builtin_trap();
  if (step.state != State::ready && !step.injected.empty()) __builtin_trap();
}

void speak(const starttls::Protocol& protocol, Bytes server, std::size_t piece) {
  const auto dialogue = protocol.make({"mail.example", 443, "user", "password"});
  check(dialogue->begin());
  State state = State::waits;
  while (!server.empty()) {
    const Bytes part = server.first(std::min(piece, server.size()));
    server = server.subspan(part.size());
    const bool over = state != State::waits;
    const starttls::Step step = dialogue->received(part);
    check(step);
    if (over && (step.state != state || !step.send.empty())) __builtin_trap();
    state = step.state;
    if (dialogue->unwrap(part).size() > part.size()) __builtin_trap();
  }
  if (dialogue->heard().size() > starttls::longest_quote) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader in({data, size});
  const auto all = starttls::protocols();
  const starttls::Protocol& protocol = *all[in.u8() % all.size()];
  const std::size_t piece = in.u8() % 32 + 1;
  const Bytes said = in.rest();
  if (!in.ok()) return 0;
  speak(protocol, said, piece);

  for (const std::size_t split : {said.size() / 2, std::min(piece, said.size())}) {
    const starttls::Seen seen{said.first(split), said.subspan(split)};
    for (const starttls::Protocol* p : all) {
      if (p->recognise(seen) && p->refusal(seen).size() > starttls::longest_quote) __builtin_trap();
    }
  }
  return 0;
}
