#include "report/json/messages.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

// One entry before it is written. Where no sequence is known, the frame tells its place.
struct Entry {
  Side from{};
  const char* kind = "";
  std::string name{};
  Sequence sequence = 0;
  std::uint32_t frame = 0;
  std::optional<Timestamp> time{};
  std::uint64_t bytes = 0;
  std::uint32_t count = 1;
  bool encrypted = false;
};

// All that has a sequence, in its order; encrypted records of a side in a row are one entry.
std::vector<Entry> ordered(const Transcript& t) {
  std::vector<Entry> all;
  for (const HandshakeMessage& m : t.messages) {
    all.push_back({.from = m.from,
                   .kind = "handshake",
                   .name = std::string(m.sslv2 && m.type != HandshakeType::client_hello
                                           ? "sslv2"
                                           : handshake_type_name(m.type)),
                   .sequence = m.sequence,
                   .frame = m.frame,
                   .time = m.time,
                   .bytes = m.size,
                   .encrypted = m.decrypted});
  }
  for (const AlertSeen& a : t.alerts) {
    all.push_back({.from = a.from,
                   .kind = "alert",
                   .name = a.encrypted ? "" : alert_description_text(a.description),
                   .sequence = a.sequence,
                   .frame = a.frame,
                   .time = a.time,
                   .encrypted = a.encrypted});
  }
  for (const RecordSeen& r : t.records) {
    const bool ccs = r.type == ContentType::change_cipher_spec;
    all.push_back({.from = r.from,
                   .kind = ccs ? "change_cipher_spec" : "encrypted",
                   .sequence = r.sequence,
                   .frame = r.frame,
                   .time = r.time,
                   .bytes = r.length,
                   .encrypted = !ccs});
  }
  std::ranges::stable_sort(all, {}, &Entry::sequence);
  return all;
}

// An encrypted alert is told as an alert, and not as a record again.
void join_encrypted(std::vector<Entry>& all) {
  std::vector<Entry> out;
  for (Entry& e : all) {
    const bool encrypted = std::string_view(e.kind) == "encrypted";
    const bool again = !out.empty() && std::string_view(out.back().kind) == "alert" &&
                       out.back().encrypted && encrypted && out.back().sequence == e.sequence;
    if (again) continue;
    if (encrypted && !out.empty() && std::string_view(out.back().kind) == "encrypted" &&
        out.back().from == e.from) {
      out.back().bytes += e.bytes;
      ++out.back().count;
      continue;
    }
    out.push_back(std::move(e));
  }
  all = std::move(out);
}

void add_opening(const Transcript& t, std::vector<Entry>& all) {
  const TcpFacts* tcp = t.transport.tcp();
  if (tcp == nullptr) return;
  for (const Side side : {Side::responder, Side::initiator}) {
    const TcpSide& s = tcp->side(side);
    if (s.syn_frame == 0) continue;
    all.insert(all.begin(), {.from = side,
                             .kind = "open",
                             .name = "syn",
                             .frame = s.syn_frame,
                             .time = s.first_syn,
                             .count = std::max(s.syn_count, 1U)});
  }
}

// In front of what came in a later frame.
void insert_by_frame(std::vector<Entry>& all, Entry&& entry) {
  const auto behind =
      std::ranges::find_if(all, [&](const Entry& e) { return e.frame > entry.frame; });
  all.insert(behind, std::move(entry));
}

void add_others(const Transcript& t, std::vector<Entry>& all) {
  for (const Side side : {Side::initiator, Side::responder}) {
    const SideTranscript& s = t.side(side);
    if (s.answer_frame != 0)
      insert_by_frame(all, {.from = side,
                            .kind = "plaintext",
                            .frame = s.answer_frame,
                            .time = s.answer_time,
                            .bytes = s.answer.size()});
    if (s.cut)
      insert_by_frame(all, {.from = side,
                            .kind = "cut",
                            .name = std::string(handshake_type_name(s.cut->type)),
                            .frame = s.cut->frame,
                            .bytes = s.cut->have});
  }
  for (const LostSpan& span : t.coverage.spans())
    insert_by_frame(all,
                    {.from = span.from, .kind = "lost", .frame = span.frame, .bytes = span.size});
  for (const Close& c : t.transport.closes())
    insert_by_frame(all, {.from = c.by,
                          .kind = "close",
                          .name = c.how == Close::How::fin ? "fin" : "rst",
                          .frame = c.frame,
                          .time = c.time});
}

void write(const Entry& e, const Seen& c, const char* mark, Writer& out) {
  out.object().member("from", e.from == c.transcript.client ? "client" : "server");
  out.member("kind", e.kind).member_or_null("name", e.name);
  Provenance at(e.frame);
  if (e.frame != 0) at.kind = c.transcript.transport.counts();
  out.place(at);
  // A log may tell no time.
  if (e.time && *e.time != Timestamp{}) out.member("time", to_rfc3339(*e.time));
  if (e.bytes != 0) out.member("bytes", e.bytes);
  if (e.count > 1) out.member("count", e.count);
  out.member("encrypted", e.encrypted);
  if (mark != nullptr) out.member(mark, true);
  out.end_object();
}

// What ended it (in one frame the first that can), and the message that was refused: that of the
// diagnosis, unless its sender went on under encryption and nobody can see which one it was.
struct Marks {
  std::optional<std::size_t> ended, refused;
  const char* refused_as = "refused";

  [[nodiscard]] const char* of(std::size_t i) const {
    return refused == i ? refused_as : ended == i ? "ended" : nullptr;
  }
};

Marks marks_of(const std::vector<Entry>& all, const Diagnosis& d) {
  Marks out;
  if (d.outcome != Outcome::failed) return out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Entry& e = all[i];
    const bool message = std::string_view(e.kind) == "handshake";
    if (message && !d.at.empty() && e.name == d.at) out.refused = i;
    if (!message && !out.ended && d.end_frame != 0 && e.frame == d.end_frame) out.ended = i;
  }
  if (!out.refused) return out;
  const auto behind = all.begin() + static_cast<std::ptrdiff_t>(*out.refused);
  const auto until = out.ended && *out.ended > *out.refused
                         ? all.begin() + static_cast<std::ptrdiff_t>(*out.ended)
                         : all.end();
  const bool hidden = std::any_of(behind, until, [&](const Entry& e) {
    return std::string_view(e.kind) == "encrypted" && e.from == behind->from;
  });
  if (hidden) out.refused_as = "last_in_clear";
  return out;
}

}  // namespace

void messages(const Explanation& explanation, Writer& out) {
  const Seen& c = explanation.seen();
  std::vector<Entry> all = ordered(c.transcript);
  join_encrypted(all);
  add_opening(c.transcript, all);
  add_others(c.transcript, all);
  const Marks marks = marks_of(all, explanation.diagnosis);
  out.array();
  for (std::size_t i = 0; i < all.size(); ++i) write(all[i], c, marks.of(i), out);
  out.end_array();
}

}  // namespace tlswhy::json
