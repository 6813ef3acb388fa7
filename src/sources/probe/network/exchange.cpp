#include "sources/probe/network/exchange.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "sources/probe/finish.hpp"
#include "sources/probe/flight.hpp"

namespace tlswhy::network {
namespace {

constexpr std::size_t most_response = 2UL * 1024 * 1024;
constexpr milliseconds after_finished{400};  // for tickets, or a refusal of our certificate

std::vector<std::uint8_t> random_bytes(std::size_t size) {
  static std::random_device dice;
  std::vector<std::uint8_t> out(size);
  std::ranges::generate(out, [] { return static_cast<std::uint8_t>(dice()); });
  return out;
}

HelloContent with_random(HelloContent hello) {
  hello.random = random_bytes(32);
  if (!hello.supported_versions.empty()) hello.session_id = random_bytes(32);
  return hello;
}

std::vector<std::uint8_t> wrapped(starttls::Dialogue* packets, std::vector<std::uint8_t> tls) {
  return packets == nullptr ? std::move(tls) : packets->wrap(tls);
}

ProbeAnswer::End end_of(const Fault& fault) {
  switch (fault.kind) {
    case Fault::Kind::closed: return ProbeAnswer::End::closed;
    case Fault::Kind::reset: return ProbeAnswer::End::reset;
    case Fault::Kind::silent: return ProbeAnswer::End::silence;
    default: return ProbeAnswer::End::unreachable;
  }
}

// A handshake on its way.
struct Handshaking {
  Connection& connection;
  ClientSession& session;
  const ProbeQuestion& question;
  starttls::Dialogue* packets = nullptr;
  bool connected = false;
  std::vector<std::uint8_t> response{};

  [[nodiscard]] bool is(SessionState state) const { return session.state() == state; }
  [[nodiscard]] bool over() const {
    return is(SessionState::failed) || is(SessionState::closed) || response.size() > most_response;
  }
  // A connection that just ends takes its session out of the server's cache (OpenSSL): it is closed
  // as soon as there is one.
  [[nodiscard]] bool waits_for_tickets() const { return connected && question.request.empty(); }

  // True once, where a request is to be sent now that both have finished.
  bool begins_request() {
    if (!is(SessionState::connected) || std::exchange(connected, true)) return false;
    if (packets != nullptr) packets->handshake_is_over();
    if (question.request.empty()) return false;
    session.write(question.request);
    return true;
  }

  void received(std::vector<std::uint8_t> bytes) {
    if (packets != nullptr) bytes = packets->unwrap(bytes);
    session.received(bytes);
    const auto data = session.take_application_data();
    response.insert(response.end(), data.begin(), data.end());
  }
};

// How the connection ended, where the session did not.
asio::awaitable<ProbeAnswer::End> carry_on(Handshaking& h) {
  h.connection.hurry();
  while (!h.over()) {
    if (h.is(SessionState::judging)) h.session.refuse(*h.question.refuse_with);
    const std::vector<std::uint8_t> out = wrapped(h.packets, h.session.take_output());
    if (!out.empty()) {
      const bool written = co_await h.connection.write(out);
      if (!written) break;
    }
    if (h.over()) break;
    if (h.begins_request()) continue;
    if (h.waits_for_tickets() && h.session.resumption()) break;
    const milliseconds patience = h.waits_for_tickets() ? after_finished : h.connection.left();
    auto more = co_await h.connection.read(patience);
    if (!more) co_return end_of(more.error());
    h.received(std::move(*more));
  }
  co_return ProbeAnswer::End::silence;
}

}  // namespace

asio::awaitable<ProbeAnswer> hello_alone(Connection& connection, const ProbeQuestion& question,
                                         starttls::Dialogue* packets, CertificateCache& cache) {
  const HelloContent hello = with_random(question.hello);
  const auto record_version = std::min(hello.legacy_version, ProtocolVersion::TLSv1_0);
  const std::vector<std::uint8_t> sent =
      question.sslv2 ? write_sslv2_client_hello(random_bytes(16))
                     : as_records(write_client_hello(hello), record_version);
  const std::vector<std::uint8_t> wire = wrapped(packets, sent);
  const bool written = co_await connection.write(wire);
  std::vector<std::uint8_t> bytes;
  ProbeAnswer::End end = written ? ProbeAnswer::End::silence : ProbeAnswer::End::reset;
  FlightEnd flight;
  connection.hurry();
  while (written) {
    auto more = co_await connection.read(connection.left());
    if (!more) {
      end = end_of(more.error());
      break;
    }
    if (packets != nullptr) *more = packets->unwrap(*more);
    bytes.insert(bytes.end(), more->begin(), more->end());
    if (flight.reached(bytes)) break;
  }
  co_return read_answer(sent, bytes, end, question.sslv2, cache);
}

asio::awaitable<ProbeAnswer> whole_handshake(Connection& connection, const ProbeQuestion& question,
                                             starttls::Dialogue* packets,
                                             const std::optional<ClientCertificate>& certificate,
                                             std::optional<Resumption>& last,
                                             CertificateCache& cache) {
  HelloContent hello = with_random(question.hello);
  ClientSession session = begin_session(hello, question, last, certificate);
  Handshaking handshake{connection, session, question, packets};
  const ProbeAnswer::End end = co_await carry_on(handshake);
  session.close();
  const std::vector<std::uint8_t> farewell = wrapped(packets, session.take_output());
  co_await connection.write(farewell);
  if (auto resumption = session.resumption()) last = std::move(resumption);
  ProbeAnswer answer = answer_of(session, end, cache);
  answer.response = std::move(handshake.response);
  co_return answer;
}

}  // namespace tlswhy::network
