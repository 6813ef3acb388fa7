#include "report/json/conversation.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "report/compose.hpp"
#include "report/display_filter.hpp"
#include "report/input_report.hpp"
#include "report/json/agreed.hpp"
#include "report/json/diagnosis.hpp"
#include "report/json/messages.hpp"
#include "report/json/report.hpp"
#include "report/json/values.hpp"
#include "report/json/written_once.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy::json {
namespace {

void frames(const Seen& c, Writer& out) {
  out.name("frames").object();
  const auto add = [&out](const char* name, std::uint32_t frame) {
    if (frame != 0) out.member(name, frame);
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
  out.end_object();
}

void certificates(const Seen& c, WrittenOnce& written, Writer& out) {
  out.name("certificates").array();
  const auto add = [&](const char* from, const Observed<CertificateList>& list) {
    if (!list) return;
    out.object().member("from", from).place({c.transcript.transport.counts(), list.frame()});
    written.chain(*list, out.name("chain"));
    out.end_object();
  };
  add("server", c.handshake.server_certificates);
  add("client", c.handshake.client_certificates);
  out.end_array();
}

void closing(const Seen& c, Writer& out) {
  const std::vector<Close> closes = c.transcript.transport.closes();
  const auto first = std::ranges::min_element(closes, {}, &Close::frame);
  out.name("closing").object();
  if (first == closes.end()) {
    out.member("by", nullptr).member("how", nullptr);
  } else {
    out.member("by", first->by == c.transcript.client ? "client" : "server");
    out.member("how", first->how == Close::How::fin ? "fin" : "rst");
  }
  out.end_object();
}

// Both ends by address and port; of a log as far as the text names them.
void ends(const Seen& c, Writer& out) {
  const LogFacts* log = c.transcript.transport.log();
  if (log == nullptr) {
    end_point(c.client(), out.name("client"));
    end_point(c.server(), out.name("server"));
    return;
  }
  out.name("client").object().member("ip", nullptr).member("port", nullptr).end_object();
  const auto ip = parse_ip(log->server.host);
  out.name("server").object().member_or_null("ip", ip ? to_string(*ip) : "");
  if (log->server.port != 0) {
    out.member("port", log->server.port);
  } else {
    out.member("port", nullptr);
  }
  out.end_object().member_or_null("said_by", log->speaker ? name_of(*log->speaker) : "");
  out.member_or_null("dialect", log->program);
}

void tunnels(const Seen& c, Writer& out) {
  out.name("tunnels").array();
  for (const std::string& tunnel : c.transcript.transport.tunnels()) out.value(tunnel);
  const std::string_view proxy = proxy_in_front(c.transcript);
  if (!proxy.empty()) out.value(proxy);
  out.end_array();
}

void witnesses(const std::vector<Witness>& list, Writer& out) {
  constexpr std::array kinds = {"capture", "log", "chain", "server"};  // by Witness::Kind
  out.name("witnesses").array();
  for (const Witness& w : list) {
    out.object().member("input", printable(w.input));
    out.member("kind", kinds.at(static_cast<std::size_t>(w.kind))).end_object();
  }
  out.end_array();
}

void server_name(const Seen& c, Writer& out) {
  const LogFacts* log = c.transcript.transport.log();
  const auto& hello = c.handshake.client_hello;
  out.name("server_name");
  if (log != nullptr && !log->server.host.empty()) {
    out.value(log->server.host);
  } else if (hello && hello->server_name) {
    out.value(printable(*hello->server_name));
  } else {
    out.value(nullptr);
  }
}

// Who they are, and what they said.
void dialogue(const Explanation& e, const std::string& input, Writer& out) {
  const Seen& c = e.seen();
  if (!input.empty()) out.member("input", input);
  out.member("id", id_of(c)).member("transport", c.transcript.transport.name());
  out.member_or_null("starttls", starttls_protocol(c.transcript));
  tunnels(c, out);
  ends(c, out);
  if (e.witnesses) witnesses(*e.witnesses, out);
  server_name(c, out);
  const Timestamp start = c.transcript.transport.start();
  out.member_or_null("start", start != Timestamp{} ? to_rfc3339(start) : "");
  frames(c, out);
  messages(e, out.name("messages"));
}

}  // namespace

std::string id_of(const Seen& connection) { return connection.transcript.id(); }

const Conversations::Words& Conversations::words_of(const Explanation& e) {
  if (words_.size() >= most_kept) words_.clear();
  Words& words = words_[e.shared_remedies.get()];
  if (words.of != e.shared_remedies || words.remedies.empty()) {
    Writer report, list;
    sections(seen_remedies(e, wording_), report);
    remedies(e, wording_, list);
    words = {.of = e.shared_remedies, .report = report.take(), .remedies = list.take()};
  }
  return words;
}

std::string Conversations::line(const Explanation& e, const std::string& input) {
  const Report said = seen_report(e, wording_);
  const bool remedies = !e.established() && e.diagnosis.cause;
  const Report ruled_out = remedies ? seen_ruled_out(e, wording_) : Report{};
  const auto& hello = e.seen().handshake.client_hello;
  Writer out;
  dialogue(e, input, out.object());
  out.name("client_offer").json(hello ? written_.offer(*hello) : "null");
  agreed(e, wording_, fingerprints_, out);
  certificates(e.seen(), written_, out);
  closing(e.seen(), out);
  out.member("outcome", name_of(e.diagnosis.outcome));
  if (e.unused()) out.member("unused", true);
  diagnosis(e.diagnosis, wording_.language, address_of(e.seen()), out.name("diagnosis"));
  out.member_or_null("display_filter", display_filter({&said, &ruled_out}));
  sections(said, out.name("report").array());
  if (remedies) out.json(words_of(e).report);
  sections(ruled_out, out);
  out.end_array().name("remedies").json(remedies ? words_of(e).remedies : "[]");
  return out.end_object().take();
}

}  // namespace tlswhy::json
