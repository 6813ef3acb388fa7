// Flow, when it can wait no longer: which hole is declared lost first, so that the two streams
// still come in the order in which they were read as far as their acknowledgements tell.
#include <algorithm>

#include "sources/capture/tcp/flow.hpp"

namespace tlswhy {

void Flow::release() {
  while (give_up_once()) {
  }
}

// One step, and what it sets free. False when nothing waits any more.
bool Flow::give_up_once() {
  if (!sides_[0].waiting() && !sides_[1].waiting()) return false;
  if (!start_unstarted()) {
    const std::size_t from = first_to_give_up();
    if (waits_for_other(from)) {
      give_up_waiting_for_other(from);
    } else {
      const HeldSegments& held = sides_[from].held();
      give_up_hole(from, held.first_position(), held.first().at);
    }
  }
  hand_on_waiting();
  return true;
}

// The capture began in the middle: the first byte that was seen is the first there is.
bool Flow::start_unstarted() {
  bool any = false;
  for (StreamSide& side : sides_) {
    if (side.started() || !side.waiting()) continue;
    any = true;
    const HeldSegment& first = side.held().first();
    const bool probe = first.length == 1 && first.bytes.size() == 1 && first.bytes.front() == 0;
    if (probe) {  // a keep-alive, whose byte is no data (RFC 9293 §3.8.4)
      side.held().take_first();
      side.release_if_empty();
    } else {
      side.start(side.held().first_position());
    }
  }
  return any;
}

bool Flow::waits_for_other(std::size_t from) const {
  return !may_follow(from, sides_[from].held().first().needs);
}

// Of two sides that wait, the one whose segment replies to nothing that lacks; else the earlier
// one.
std::size_t Flow::first_to_give_up() const {
  if (!sides_[0].waiting()) return 1;
  if (!sides_[1].waiting()) return 0;
  const bool first_waits = waits_for_other(0), second_waits = waits_for_other(1);
  if (first_waits != second_waits) return first_waits ? 1 : 0;
  return earlier_waiting();
}

void Flow::give_up_hole(std::size_t in, std::uint64_t upto, const Origin& at) {
  StreamSide& side = sides_[in];
  if (!side.started()) {  // nobody knows what came before
    side.start(upto);
    return;
  }
  const std::uint64_t count = upto - side.next();
  // The acknowledgement of a FIN that was not captured looks like one more byte.
  if (count == 1 && !side.waiting()) return side.pass_lost_fin();
  gap(in, count, at);
}

// `from` has the next segment at hand or not, but it replies to bytes of the other side that lack.
void Flow::give_up_waiting_for_other(std::size_t from) {
  StreamSide& mine = sides_[from];
  StreamSide& others = sides_[1 - from];
  const std::uint64_t needs = mine.held().first().needs;
  const Origin at = mine.held().first().at;
  if (!others.seen) {
    others.absent = true;  // one direction only was captured
    return;
  }
  if (!others.waiting()) return give_up_hole(1 - from, needs, at);
  const auto hole_before_first = [](const StreamSide& side) {
    return side.held().first_position() > side.next();
  };
  // Here each of the two replies to what the other still has to say.
  if (hole_before_first(others)) {
    return give_up_hole(1 - from, std::min(others.held().first_position(), needs), at);
  }
  if (hole_before_first(mine)) {
    const std::uint64_t wanted = others.held().first().needs;
    return give_up_hole(from, std::min(mine.held().first_position(), wanted), at);
  }
  hand_on_first(from);
}

}  // namespace tlswhy
