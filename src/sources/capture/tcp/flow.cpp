#include "sources/capture/tcp/flow.hpp"

#include <algorithm>
#include <tuple>

namespace tlswhy {
namespace {

// The same SYN captured at two places is not one that was sent twice: no stack repeats it so soon.
constexpr std::int64_t soonest_repetition_ns = 50'000'000;

template <class T>
void lower(T& value, T other, bool first) {
  if (first || other < value) value = other;
}

}  // namespace

void Flow::segment(std::size_t from, const Segment& segment, StreamConsumerFactory& factory,
                   std::size_t most_held) {
  StreamSide& mine = sides_[from];
  StreamSide& others = sides_[1 - from];
  note(from, segment);
  const bool syn = segment.has(tcp_flag::syn), reset = segment.has(tcp_flag::rst);
  if (syn) {
    opening(from, segment);
    if (!consumer_) consumer_ = factory.open();
  }
  const std::uint64_t needs = segment.has(tcp_flag::ack) ? acknowledge(1 - from, segment) : 0;
  if (reset) {
    resetting(from, segment);
  } else {
    const std::uint64_t start = mine.anchor(segment.seq + (syn ? 1 : 0));
    if (segment.length == 0 ? !mine.is_near(start) : !mine.data_is_near(start)) return;
    mine.saw(start);
    closing(from, segment, start + segment.length);
    if (segment.length > 0) payload(from, segment, start, needs, factory);
  }
  if (!mine.waiting() && !others.waiting()) return;
  hand_on_waiting();
  while (mine.held_cost() > most_held || others.held_cost() > most_held) give_up_once();
}

void Flow::note(std::size_t from, const Segment& segment) {
  const bool first = first_frame_ == 0;
  lower(first_frame_, segment.at.frame, first);
  lower(start_, segment.at.time, first);
  last_frame_ = std::max(last_frame_, segment.at.frame);
  last_ = first ? segment.at.time : std::max(last_, segment.at.time);
  StreamSide& mine = sides_[from];
  if (!mine.seen) mine.facts.syn_ttl = segment.ttl;
  mine.seen = true;
  mine.absent = false;
}

void Flow::opening(std::size_t from, const Segment& segment) {
  const bool answer = segment.has(tcp_flag::ack);
  sides_[from].open(segment.seq);
  if (answer) answered_[1 - from] = true;
  if (answer && !sides_[1 - from].started()) {
    sides_[1 - from].start(sides_[1 - from].anchor(segment.ack));
  }
  TcpSide& facts = sides_[from].facts;
  const bool first = facts.syn_count == 0;
  if (first || segment.at.time.ns - facts.last_syn.ns >= soonest_repetition_ns) ++facts.syn_count;
  lower(facts.syn_frame, segment.at.frame, first);
  lower(facts.first_syn, segment.at.time, first);
  facts.last_syn = first ? segment.at.time : std::max(facts.last_syn, segment.at.time);
  facts.syn_ttl = segment.ttl;
  if (!answer) from_start_ = true;
  if (initiator_ == nobody) initiator_ = static_cast<std::uint8_t>(answer ? 1 - from : from);
}

// The position up to which the sender had read the other side's stream; 0 where it cannot be told.
std::uint64_t Flow::acknowledge(std::size_t whose, const Segment& segment) {
  StreamSide& side = sides_[whose];
  const std::uint64_t position = side.anchor(segment.ack);
  if (!side.is_near(position)) return 0;
  side.saw(position);
  side.acknowledge(position);
  return position;
}

void Flow::closing(std::size_t from, const Segment& segment, std::uint64_t end) {
  StreamSide& mine = sides_[from];
  if (!segment.has(tcp_flag::fin) || mine.closed()) return;
  mine.close(end);
  mine.facts.fin_frame = segment.at.frame;
  mine.facts.fin_time = segment.at.time;
}

// RFC 9293 §3.10.7: an answer to a SYN has to acknowledge it, any other reset is within the stream
// of its sender. What does not is left over from an earlier connection of the same ports.
bool Flow::reset_belongs(std::size_t from, const Segment& segment) const {
  const StreamSide& mine = sides_[from];
  const StreamSide& others = sides_[1 - from];
  if (mine.started() && mine.is_near(mine.position(segment.seq))) return true;
  const bool answers_syn = others.opened() && !mine.opened() && !mine.started();
  if (answers_syn) return segment.has(tcp_flag::ack) && others.syn_acked_by(segment.ack);
  return !mine.started() || (segment.has(tcp_flag::ack) && others.started() &&
                             others.is_near(others.position(segment.ack)));
}

// What a reset carries is no part of the stream (RFC 9293 §3.5.2).
void Flow::resetting(std::size_t from, const Segment& segment) {
  TcpSide& facts = sides_[from].facts;
  if (facts.rst_frame != 0 || !reset_belongs(from, segment)) return;
  facts.rst_frame = segment.at.frame;
  facts.rst_time = segment.at.time;
  facts.rst_ttl = segment.ttl;
  if (sides_[from].started()) sides_[from].reset_at(sides_[from].position(segment.seq));
}

void Flow::payload(std::size_t from, const Segment& segment, std::uint64_t start,
                   std::uint64_t needs, StreamConsumerFactory& factory) {
  StreamSide& mine = sides_[from];
  const std::uint64_t end = start + segment.length;
  // One byte that was sent before is a keep-alive probe (RFC 9293 §3.8.4).
  const bool may_be_probe = segment.length == 1 && (!mine.started() || end == mine.next());
  if (mine.started() && end <= mine.next()) {
    if (!may_be_probe) ++mine.facts.retransmissions;
    return;
  }
  if (!consumer_) consumer_ = factory.open();
  TcpSide& facts = mine.facts;
  facts.largest_segment = std::max(facts.largest_segment, segment.length);
  bool fresh = false;
  std::uint64_t direct_end = start;
  if (mine.started() && start <= mine.next() && may_follow(from, needs)) {
    direct_end = mine.waiting() ? std::min(end, mine.held().first_position()) : end;
    fresh = direct_end > mine.next();
    if (fresh) hand_on(from, start, segment.payload, direct_end, needs, segment.at);
  }
  if (direct_end < end &&
      mine.hold(start, segment.payload, segment.length, needs, segment.at) > 0) {
    fresh = true;
  }
  if (!fresh) {
    if (!may_be_probe) ++facts.retransmissions;
    return;
  }
  if (facts.first_data_frame == 0) {
    facts.first_data_frame = segment.at.frame;
    facts.first_data = segment.at.time;
  }
  facts.last_data_frame = segment.at.frame;
  facts.last_data = segment.at.time;
}

bool Flow::may_follow(std::size_t from, std::uint64_t needs) const {
  const StreamSide& others = sides_[1 - from];
  return needs == 0 || others.absent || others.has_reached(needs);
}

void Flow::hand_on(std::size_t from, std::uint64_t start, Bytes bytes, std::uint64_t end,
                   std::uint64_t needs, const Origin& at) {
  StreamSide& others = sides_[1 - from];
  if (others.absent && needs != 0 && !others.has_reached(needs)) give_up_hole(1 - from, needs, at);
  StreamSide& mine = sides_[from];
  const std::uint64_t known = std::min<std::uint64_t>(mine.next() - start, bytes.size());
  Bytes fresh = bytes.subspan(static_cast<std::size_t>(known));
  fresh = fresh.first(
      static_cast<std::size_t>(std::min<std::uint64_t>(fresh.size(), end - mine.next())));
  if (!fresh.empty()) {
    mine.facts.bytes += fresh.size();
    mine.advance(fresh.size());
    consumer_->data(side_of(from), fresh, at);
  }
  if (mine.next() < end) {
    cut_ = true;
    gap(from, end - mine.next(), at);
  }
}

void Flow::hand_on_first(std::size_t from) {
  StreamSide& mine = sides_[from];
  const std::uint64_t start = mine.held().first_position();
  const HeldSegment first = mine.held().take_first();
  if (start + first.length > mine.next()) {
    hand_on(from, start, first.bytes, start + first.length, first.needs, first.at);
  }
  mine.release_if_empty();
}

void Flow::gap(std::size_t from, std::uint64_t count, const Origin& at) {
  StreamSide& mine = sides_[from];
  mine.advance(count);
  mine.facts.bytes_lost += count;
  if (consumer_) consumer_->gap(side_of(from), count, at);
}

bool Flow::first_is_ready(std::size_t from) const {
  const StreamSide& mine = sides_[from];
  return mine.waiting() && mine.started() && mine.held().first_position() <= mine.next() &&
         may_follow(from, mine.held().first().needs);
}

// Of two that wait: by the clock, where the packets have been put into another order.
std::size_t Flow::earlier_waiting() const {
  const Origin& first = sides_[0].held().first().at;
  const Origin& second = sides_[1].held().first().at;
  return std::tie(second.time, second.frame) < std::tie(first.time, first.frame) ? 1 : 0;
}

void Flow::hand_on_waiting() {
  for (;;) {
    const bool first = first_is_ready(0), second = first_is_ready(1);
    if (!first && !second) return;
    const bool both = first && second;
    hand_on_first(both ? earlier_waiting() : (first ? 0 : 1));
  }
}

// Where no SYN was captured, the one with the higher port opened it: servers listen below the ports
// that are given to clients (RFC 6335 section 6). With two of a kind, whoever is seen first.
void Flow::settle_sides(std::size_t seen_first) {
  if (initiator_ != nobody) return;
  const std::uint16_t one = key_.end(0).port, two = key_.end(1).port;
  initiator_ = static_cast<std::uint8_t>(one == two ? seen_first : one > two ? 0 : 1);
}

Side Flow::side_of(std::size_t from) {
  settle_sides(from);
  return initiator_ == from ? Side::initiator : Side::responder;
}

void Flow::icmp_error(const IcmpError& error, const IpAddress& from, std::uint32_t frame) {
  if (icmp_frame_ != 0 || error.asks_for_smaller_packets()) return;
  icmp_type_ = error.type;
  icmp_code_ = error.code;
  icmp_v6_ = error.v6;
  icmp_from_ = from;
  icmp_frame_ = frame;
}

Flow::Fit Flow::fit(std::size_t from, const Segment& segment) const {
  if (segment.has(tcp_flag::syn)) return fit_of_syn(from, segment);
  if (segment.has(tcp_flag::rst)) return Fit::here;
  // Both numbers are strange: a packet of another connection, or one whose numbers were rewritten.
  const StreamSide& mine = sides_[from];
  const StreamSide& others = sides_[1 - from];
  const bool strange = mine.started() && others.started() && segment.has(tcp_flag::ack) &&
                       !mine.is_near(mine.position(segment.seq)) &&
                       !others.is_near(others.position(segment.ack));
  return strange ? Fit::nowhere : Fit::here;
}

Flow::Fit Flow::fit_of_syn(std::size_t from, const Segment& segment) const {
  const StreamSide& mine = sides_[from];
  const StreamSide& others = sides_[1 - from];
  const bool answer = segment.has(tcp_flag::ack);
  if (mine.opened_with(segment.seq)) return Fit::here;
  // Load balancers and SYN cookies may answer one SYN twice, with different numbers.
  if (answer && others.syn_acked_by(segment.ack)) return Fit::here;
  if (answer && others.opened() && last_data_frame() == 0 && !closed()) return Fit::nowhere;
  if (mine.opened() || (answer && others.opened())) return Fit::next_connection;
  // A reset before the first SYN that does not acknowledge it ended an earlier connection.
  const bool begins_after_reset = !answer && !others.opened() && others.facts.rst_frame != 0 &&
                                  others.facts.first_data_frame == 0 && !mine.anchored();
  if (begins_after_reset) return Fit::next_connection;
  const bool same = !mine.anchored() || mine.may_begin_at(segment.seq + 1);
  return same ? Fit::here : Fit::next_connection;
}

bool Flow::closed() const {
  const auto reset = [](const StreamSide& side) { return side.facts.rst_frame != 0; };
  const auto done = [](const StreamSide& side) { return side.closed() || !side.seen; };
  if (reset(sides_[0]) || reset(sides_[1])) return true;
  return (sides_[0].closed() || sides_[1].closed()) && done(sides_[0]) && done(sides_[1]);
}

void Flow::end() {
  release();
  for (std::size_t from : {0U, 1U}) {
    const std::uint64_t tail = sides_[from].missing_tail();
    if (tail > 0 && consumer_) gap(from, tail, {last_frame_, last_});
  }
  if (!consumer_) return;
  settle_sides(0);
  consumer_->end(facts());
  consumer_.reset();
}

TcpFacts Flow::facts() const {
  TcpFacts out;
  const std::size_t opener = initiator_ == 1 ? 1 : 0;
  for (const Side side : {Side::initiator, Side::responder}) {
    const std::size_t which = side == Side::initiator ? opener : 1 - opener;
    out.ends[index(side)] = key_.end(which);
    out.sides[index(side)] = sides_[which].facts;
    out.sides[index(side)].bytes_acked = sides_[which].acknowledged_bytes();
    out.sides[index(side)].fin_lost = sides_[which].fin_lost();
    out.sides[index(side)].beginning_known = sides_[which].opened() || answered_[which];
  }
  out.from_start = from_start_;
  out.cut_by_snaplen = cut_;
  out.ended = closed();
  out.first_frame = first_frame_;
  out.last_frame = last_frame_;
  out.start = start_;
  out.last = last_;
  out.icmp_type = icmp_type_;
  out.icmp_code = icmp_code_;
  out.icmp_frame = icmp_frame_;
  out.icmp_v6 = icmp_v6_;
  out.icmp_from = icmp_from_;
  out.tunnels = tunnels_.names();
  return out;
}

}  // namespace tlswhy
