#include "report/json/conversation.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "report/compose.hpp"
#include "report/display_filter.hpp"
#include "report/input_report.hpp"
#include "report/json/agreed.hpp"
#include "report/json/diagnosis.hpp"
#include "report/json/members.hpp"
#include "report/json/messages.hpp"
#include "report/json/report.hpp"
#include "report/json/values.hpp"
#include "report/json/written_once.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

bj::object frames(const Seen& c, const bj::storage_ptr& memory) {
  bj::object out(memory);
  const auto add = [&out](const char* name, std::uint32_t frame) {
    if (frame != 0) out[name] = frame;
  };
  const Handshake& h = c.handshake;
  add("client_hello", h.client_hello.frame());
  add("hello_retry_request", h.hello_retry_request.frame());
  add("server_hello", h.server_hello.frame());
  add("certificate", h.server_certificates.frame());
  add("server_key_exchange", h.server_key_exchange.frame());
  add("certificate_request", h.certificate_request.frame());
  add("server_hello_done", h.server_hello_done_frame);
  add("client_certificate", h.client_certificates.frame());
  add("client_key_exchange", h.client_key_exchange_frame);
  return out;
}

std::string certificates(const Seen& c, WrittenOnce& written) {
  std::string out = "[";
  const auto add = [&](const char* from, const Observed<CertificateList>& list) {
    if (!list) return;
    bj::object message{{"from", from}};
    add_place({c.transcript.transport.counts(), list.frame()}, message);
    Members whole;
    whole.add(message);
    whole.add("chain", written.chain(*list));
    out.append(out.size() > 1 ? "," : "").append(whole.object());
  };
  add("server", c.handshake.server_certificates);
  add("client", c.handshake.client_certificates);
  return out.append("]");
}

bj::object closing(const Seen& c) {
  const std::vector<Close> closes = c.transcript.transport.closes();
  const auto first = std::ranges::min_element(closes, {}, &Close::frame);
  if (first == closes.end()) return {{"by", nullptr}, {"how", nullptr}};
  return {{"by", first->by == c.transcript.client ? "client" : "server"},
          {"how", first->how == Close::How::fin ? "fin" : "rst"}};
}

// Both ends by address and port; of a log as far as the text names them.
void add_ends(const Seen& c, bj::object& out) {
  const LogFacts* log = c.transcript.transport.log();
  if (log == nullptr) {
    out["client"] = end_point(c.client());
    out["server"] = end_point(c.server());
    return;
  }
  out["client"] = bj::object{{"ip", nullptr}, {"port", nullptr}};
  const auto ip = parse_ip(log->server.host);
  out["server"] = bj::object{
      {"ip", ip ? bj::value(text(to_string(*ip))) : bj::value(nullptr)},
      {"port", log->server.port != 0 ? bj::value(log->server.port) : bj::value(nullptr)}};
  out["said_by"] = log->speaker ? bj::value(text(name_of(*log->speaker))) : bj::value(nullptr);
  out["dialect"] = text_or_null(log->program);
}

// Who they are, and what they said.
bj::object dialogue(const Explanation& e, const std::string& input, const bj::storage_ptr& memory) {
  const Seen& c = e.seen();
  bj::object out(memory);
  out.reserve(16);
  if (!input.empty()) out["input"] = text(input);
  out["id"] = text(id_of(c));
  out["transport"] = text(c.transcript.transport.name());
  const std::string_view starttls = starttls_protocol(c.transcript);
  out["starttls"] = starttls.empty() ? bj::value(nullptr) : bj::value(text(starttls));
  bj::array tunnels;
  for (const std::string& tunnel : c.transcript.transport.tunnels())
    tunnels.push_back(text(tunnel));
  const std::string_view proxy = proxy_in_front(c.transcript);
  if (!proxy.empty()) tunnels.push_back(text(proxy));
  out["tunnels"] = std::move(tunnels);
  add_ends(c, out);
  if (e.witnesses) {
    constexpr std::array kinds = {"capture", "log", "chain"};  // by Witness::Kind
    bj::array witnesses;
    for (const Witness& w : *e.witnesses)
      witnesses.push_back(bj::object{{"input", text(printable(w.input))},
                                     {"kind", kinds.at(static_cast<std::size_t>(w.kind))}});
    out["witnesses"] = std::move(witnesses);
  }
  const auto& hello = c.handshake.client_hello;
  const LogFacts* log = c.transcript.transport.log();
  out["server_name"] =
      log != nullptr && !log->server.host.empty() ? bj::value(text(log->server.host))
      : hello && hello->server_name               ? bj::value(text(printable(*hello->server_name)))
                                                  : bj::value(nullptr);
  const bool timed = c.transcript.transport.start() != Timestamp{};
  out["start"] =
      timed ? bj::value(text(to_rfc3339(c.transcript.transport.start()))) : bj::value(nullptr);
  out["frames"] = frames(c, memory);
  out["messages"] = messages(e, memory);
  return out;
}

bj::object ended(const Explanation& e, const Wording& wording, const std::string& filter,
                 const bj::storage_ptr& memory) {
  bj::object out(memory);
  out["closing"] = closing(e.seen());
  out["outcome"] = text(name_of(e.diagnosis.outcome));
  if (e.unused()) out["unused"] = true;
  out["diagnosis"] = diagnosis(e.diagnosis, wording.language, address_of(e.seen()), memory);
  out["display_filter"] = text_or_null(filter);
  return out;
}

// What is said of a connection, as the members of an array without its brackets.
std::string sections_text(const Report& report, const bj::storage_ptr& memory) {
  const std::string whole = bj::serialize(sections(report, memory));
  return whole.substr(1, whole.size() - 2);
}

}  // namespace

std::string id_of(const Seen& connection) { return connection.transcript.id(); }

const Conversations::Words& Conversations::words_of(const Explanation& e) {
  if (words_.size() >= most_kept) words_.clear();
  Words& words = words_[e.shared_remedies.get()];
  if (words.of != e.shared_remedies || words.remedies.empty()) {
    words = {.of = e.shared_remedies,
             .report = sections_text(seen_remedies(e, wording_), {}),
             .remedies = bj::serialize(remedies(e, wording_))};
  }
  return words;
}

// Thousands of like lines are written one after the other: each is built in one piece of memory.
std::string Conversations::line(const Explanation& e, const std::string& input) {
  std::array<unsigned char, 32 * 1024> room;  // NOLINT(*-member-init): written before it is read
  bj::monotonic_resource resource(room.data(), room.size());
  const bj::storage_ptr memory(&resource);
  const Report said = seen_report(e, wording_);
  const bool remedies = !e.established() && e.diagnosis.cause;
  const Report ruled_out = remedies ? seen_ruled_out(e, wording_) : Report{};
  const auto& hello = e.seen().handshake.client_hello;
  Members out;
  out.add(dialogue(e, input, memory));
  out.add("client_offer", hello ? written_.offer(*hello) : "null");
  out.add(agreed(e, wording_, fingerprints_, memory));
  out.add("certificates", certificates(e.seen(), written_));
  out.add(ended(e, wording_, display_filter({&said, &ruled_out}), memory));
  std::string report = "[" + sections_text(said, memory);
  const auto add = [&report](std::string_view more) {
    if (!more.empty()) report.append(",").append(more);
  };
  if (remedies) add(words_of(e).report);
  if (remedies) add(sections_text(ruled_out, memory));
  out.add("report", report.append("]"));
  out.add("remedies", remedies ? words_of(e).remedies : "[]");
  return out.object();
}

}  // namespace tlswhy::json
