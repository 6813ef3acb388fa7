#include "sources/probe/prober.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <random>
#include <tuple>

#include "session/client_session.hpp"
#include "sources/probe/finish.hpp"
#include "sources/probe/flight.hpp"
#include "sources/probe/hello_for.hpp"
#include "sources/probe/target.hpp"
#include "starttls/protocol.hpp"

namespace tlswhy {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
// GCC 12 destroys temporaries of a full expression with co_await in it twice or never where one is
// conditional: every operand of a co_await below is a named object.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

constexpr unsigned most_retries = 4;         // of one question, while the server throttles
constexpr milliseconds first_back_off{200};  // doubled each time
constexpr std::size_t piece = 16UL * 1024;
constexpr std::size_t most_response = 2UL * 1024 * 1024;
constexpr milliseconds after_finished{400};  // for tickets, or a refusal of our certificate

std::vector<std::uint8_t> random_bytes(std::size_t size) {
  static std::random_device dice;
  std::vector<std::uint8_t> out(size);
  std::ranges::generate(out, [] { return static_cast<std::uint8_t>(dice()); });
  return out;
}

IpAddress address_of(const asio::ip::address& a) {
  if (a.is_v4()) return ipv4(a.to_v4().to_bytes());
  return ipv6(a.to_v6().to_bytes());
}
asio::ip::address address_of(const IpAddress& ip) {
  if (ip.v6) return asio::ip::address_v6(ip.octets);
  asio::ip::address_v4::bytes_type octets{};
  std::copy_n(ip.octets.begin(), octets.size(), octets.begin());
  return asio::ip::address_v4(octets);
}

// What ended a step, in words for an error of ours.
struct Fault {
  enum class Kind : std::uint8_t { unreachable, silent, closed, reset, says_no };
  Kind kind{};
  std::string what;
};
template <class T>
using Stepped = std::expected<T, Fault>;

// One TCP connection, of which each step has its time.
class Line : public std::enable_shared_from_this<Line> {
 public:
  Line(asio::io_context& context, milliseconds step)
      : socket_(context), timer_(context), step_(step) {}

  asio::awaitable<Stepped<bool>> connect(tcp::endpoint to) {
    start(step_);
    const auto [fault] = co_await socket_.async_connect(to, as_result);
    const bool late = stop();
    if (!fault) {
      error_code ignored;
      std::ignore = socket_.set_option(tcp::no_delay(true), ignored);
      co_return true;
    }
    if (late)
      co_return std::unexpected(
          Fault{Fault::Kind::unreachable,
                "no answer to the connection request: filtered, or no machine has the address"});
    if (fault == asio::error::connection_refused)
      co_return std::unexpected(
          Fault{Fault::Kind::unreachable, "connection refused: nothing listens there"});
    co_return std::unexpected(Fault{Fault::Kind::unreachable, fault.message()});
  }

  asio::awaitable<bool> write(Bytes bytes) {
    start(step_);
    const auto [fault, count] =
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), as_result);
    stop();
    co_return !fault;
  }

  // The next bytes, at most `piece`; nothing at the end of the stream.
  asio::awaitable<Stepped<std::vector<std::uint8_t>>> read(milliseconds time) {
    std::vector<std::uint8_t> out(piece);
    start(time);
    const auto [fault, count] = co_await socket_.async_read_some(asio::buffer(out), as_result);
    const bool late = stop();
    out.resize(count);
    if (!fault) co_return out;
    if (late) co_return std::unexpected(Fault{Fault::Kind::silent, {}});
    if (fault == asio::error::eof) co_return std::unexpected(Fault{Fault::Kind::closed, {}});
    co_return std::unexpected(Fault{Fault::Kind::reset, {}});
  }

  // A whole step has `step` even where bytes trickle.
  void hurry() { deadline_ = std::chrono::steady_clock::now() + step_; }
  [[nodiscard]] milliseconds left() const {
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline_ - std::chrono::steady_clock::now());
    return std::clamp(left, milliseconds(1), step_);
  }
  void close() {
    error_code ignored;
    std::ignore = socket_.close(ignored);
  }

 private:
  void start(milliseconds time) {
    late_ = false;
    timer_.expires_after(time);
    timer_.async_wait([self = weak_from_this()](const error_code& fault) {
      const auto line = self.lock();
      if (fault || !line) return;
      line->late_ = true;
      line->close();
    });
  }
  bool stop() {
    timer_.cancel();
    return late_;
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  milliseconds step_;
  std::chrono::steady_clock::time_point deadline_;
  bool late_ = false;
};

// Wakes those who wait for a change, all of them.
class Signal {
 public:
  explicit Signal(asio::io_context& context)
      : timer_(context, asio::steady_timer::time_point::max()) {}
  asio::awaitable<void> wait() { co_await timer_.async_wait(as_result); }
  void give() { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

// As many clients send it: below 512 bytes, and with suites that nearly all servers have one of.
ProbeQuestion usual_hello() {
  Offering offering;
  for (const std::uint16_t suite : std::initializer_list<std::uint16_t>{
           0xc02f, 0xc030, 0xc02b, 0xc02c, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0x000a})
    offering.cipher_suites.push_back(CipherSuite{suite});
  offering.groups = {NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1};
  ProbeQuestion out = hello_for(ProtocolVersion::TLSv1_2, offering, {});
  using enum SignatureScheme;
  out.hello.signature_algorithms = {ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256, rsa_pkcs1_sha256,
                                    ecdsa_secp384r1_sha384, rsa_pkcs1_sha384,    rsa_pkcs1_sha1};
  return out;
}

// The protocol whose first words these are.
std::string called(std::string_view said) {
  struct Words {
    const char* start;
    const char* name;
  };
  static constexpr std::array<Words, 9> known = {
      {{"HTTP/", " (HTTP)"},
       {"<", " (HTML or XML)"},
       {"SSH-", " (SSH)"},
       {"220 ", " (SMTP or FTP: --starttls smtp, --starttls ftp)"},
       {"220-", " (SMTP or FTP: --starttls smtp, --starttls ftp)"},
       {"* OK", " (IMAP: --starttls imap)"},
       {"+OK", " (POP3: --starttls pop3)"},
       {"200 ", " (NNTP: --starttls nntp)"},
       {"RFB ", " (VNC)"}}};
  for (const Words& words : known) {
    if (said.starts_with(words.start)) return words.name;
  }
  for (const char* const product : {"MariaDB", "mysql_"}) {  // after a number in its greeting
    if (said.contains(product)) return " (MySQL or MariaDB: --starttls mysql)";
  }
  return {};
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

class Runner {
 public:
  Runner(const ProbeSetup& setup, const std::function<std::unique_ptr<Talk>()>& supply,
         const std::function<void(std::unique_ptr<Talk>)>& done)
      : setup_(setup), supply_(supply), done_(done), changed_(context_) {}

  void run() {
    for (unsigned i = 0; i < std::max(1U, setup_.limits.servers); ++i)
      asio::co_spawn(context_, server_after_server(), asio::detached);
    context_.run();
  }

 private:
  // What is known of one interview while it goes on.
  struct State {
    State(asio::io_context& context, Talk& of) : talk(of), changed(context) {}
    Talk& talk;
    Signal changed;
    asio::ip::address address;
    std::optional<Resumption> last_session;
    unsigned workers = 0, allowed = 1;
    unsigned answers = 0;       // of TLS, alerts included
    unsigned drops_proved = 0;  // silent refusals while a hello that was agreed to was answered
    std::optional<ProbeQuestion> agreed;  // such a hello
    unsigned asking_again = 0;            // workers that do; meanwhile nobody asks anything new
    bool stop = false;
    bool asked_shortly = false;
    std::string fault_text;  // of the last connection that did not come to TLS
  };

  asio::awaitable<void> server_after_server() {
    while (auto talk = supply_()) {
      const auto began = std::chrono::steady_clock::now();
      co_await hold(*talk);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      talk->cost.seconds = took.count();
      done_(std::move(talk));
    }
  }

  asio::awaitable<void> hold(Talk& talk) {
    State state(context_, talk);
    auto address = co_await find(talk);
    if (!address) {
      talk.failure = Error{Error::Kind::unreadable,
                           fmt::format("{}: {}", name_of(talk.target), address.error().what)};
      co_return;
    }
    state.address = *address;
    talk.address = {address_of(*address), talk.target.port};
    state.allowed = std::max(1U, setup_.limits.connections_per_server);
    const unsigned workers = state.allowed;
    for (unsigned i = 0; i < workers; ++i) {
      ++state.workers;
      asio::co_spawn(context_, work(state, i), asio::detached);
    }
    while (state.workers > 0) co_await state.changed.wait();
    if (state.answers == 0) fail(state, "closed every connection without a word of TLS");
  }

  asio::awaitable<Stepped<asio::ip::address>> find(const Talk& talk) {
    if (talk.target.address) co_return address_of(*talk.target.address);
    const std::string& host = setup_.proxy ? setup_.proxy->host : talk.target.host;
    error_code fault;
    if (const auto literal = asio::ip::make_address(host, fault); !fault) co_return literal;
    tcp::resolver resolver(context_);
    const auto [wrong, found] = co_await resolver.async_resolve(host, "", as_result);
    if (wrong || found.empty())
      co_return std::unexpected(
          Fault{Fault::Kind::unreachable,
                fmt::format("the name {} has no address ({})", host, wrong.message())});
    for (const auto& entry : found) {
      if (entry.endpoint().address().is_v4()) co_return entry.endpoint().address();
    }
    co_return found.begin()->endpoint().address();
  }

  asio::awaitable<void> work(State& s, unsigned number) {
    while (!s.stop && !s.talk.interview->finished()) {
      std::optional<Interview::Numbered> asked;
      if (number < s.allowed && s.asking_again == 0) asked = s.talk.interview->next();
      if (!asked) {
        if (s.talk.interview->finished()) break;
        co_await s.changed.wait();
        continue;
      }
      ProbeAnswer answer = co_await ask(s, asked->question);
      if (s.answers == 0 && answer.end == ProbeAnswer::End::silence && !s.asked_shortly) {
        s.asked_shortly = true;  // it may be our long lists that it drops
        const ProbeQuestion usual = usual_hello();
        const ProbeAnswer shortly = co_await ask(s, usual);
        if (spoke(shortly)) took(s, usual, shortly);
      }
      if (spoke(answer)) {
        took(s, asked->question, answer);
      } else if (s.answers > 0 || !give_up(s, answer)) {
        ++s.asking_again;
        answer = co_await ask_again(s, asked->question, std::move(answer));
        --s.asking_again;
      }
      if (s.stop) break;
      s.talk.interview->take(asked->id, answer);
      s.changed.give();
    }
    --s.workers;
    s.changed.give();
  }

  // A refusal without a word may be the network's or a throttle's. It counts when it comes twice,
  // and a hello that the server took before is still answered.
  asio::awaitable<ProbeAnswer> ask_again(State& s, const ProbeQuestion& question,
                                         ProbeAnswer answer) {
    constexpr unsigned enough = 2;
    milliseconds back_off = first_back_off;
    for (unsigned tries = 0; tries < most_retries; ++tries, back_off *= 2) {
      const bool gone = answer.end == ProbeAnswer::End::unreachable;
      if (!gone && (s.drops_proved >= enough || question.sslv2)) co_return answer;
      if (!gone && tries > 0 && (!s.agreed || spoke(co_await ask(s, *s.agreed)))) {
        ++s.drops_proved;
        co_return answer;
      }
      if (gone || tries > 0) s.allowed = 1;  // it throttles
      ++s.talk.cost.retries;
      asio::steady_timer timer(context_, back_off);
      co_await timer.async_wait(as_result);
      answer = co_await ask(s, question);
      if (spoke(answer)) {
        took(s, question, answer);
        co_return answer;
      }
    }
    fail(s, "connections are not taken any more");
    co_return answer;
  }

  static void took(State& s, const ProbeQuestion& question, const ProbeAnswer& answer) {
    ++s.answers;
    if (answer.agreed() && !question.finish) s.agreed = question;
  }

  static bool spoke(const ProbeAnswer& answer) {
    return answer.end == ProbeAnswer::End::agreed || answer.end == ProbeAnswer::End::alert;
  }

  // Whether the very first contact shows that there is nothing to learn.
  bool give_up(State& s, const ProbeAnswer& answer) {
    if (answer.end == ProbeAnswer::End::unreachable) {
      fail(s, s.fault_text);
    } else if (answer.end == ProbeAnswer::End::not_tls) {
      fail(s, fmt::format("is not TLS: it said \"{}\"{}", answer.first_bytes,
                          called(answer.first_bytes)));
    } else if (answer.end == ProbeAnswer::End::silence) {
      fail(s, fmt::format("took the connection and said nothing to ClientHello for {} s",
                          std::chrono::duration<double>(setup_.limits.step).count()));
    } else {
      return false;
    }
    return true;
  }

  void fail(State& s, const std::string& what) {
    if (s.stop) return;
    s.stop = true;
    s.talk.failure =
        Error{Error::Kind::unreadable, fmt::format("{}: {}", name_of(s.talk.target), what)};
    s.changed.give();
  }

  // One connection, as soon as limits allow.
  asio::awaitable<ProbeAnswer> ask(State& s, const ProbeQuestion& question) {
    co_await turn();
    const auto line = std::make_shared<Line>(context_, setup_.limits.step);
    ++s.talk.cost.connections;
    ProbeAnswer answer = co_await talk_over(*line, s, question);
    line->close();
    --open_;
    changed_.give();
    co_return answer;
  }

  asio::awaitable<void> turn() {
    while (open_ >= std::max(1U, setup_.limits.connections)) co_await changed_.wait();
    ++open_;
    if (setup_.limits.rate <= 0) co_return;
    const auto now = std::chrono::steady_clock::now();
    const auto mine = std::max(now, next_start_);
    next_start_ = mine + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                             std::chrono::duration<double>(1 / setup_.limits.rate));
    asio::steady_timer timer(context_, mine);
    co_await timer.async_wait(as_result);
  }

  asio::awaitable<ProbeAnswer> talk_over(Line& line, State& s, const ProbeQuestion& question) {
    const std::uint16_t port = setup_.proxy ? setup_.proxy->port : s.talk.target.port;
    ProbeAnswer out;
    out.end = ProbeAnswer::End::unreachable;
    const tcp::endpoint end_point(s.address, port);
    const auto connected = co_await line.connect(end_point);
    if (!connected) {
      s.fault_text = connected.error().what;
      co_return out;
    }
    const auto preamble = co_await before_tls(line, s);
    if (!preamble) {
      s.fault_text = preamble.error().what;
      co_return out;
    }
    ++s.talk.cost.hellos;
    starttls::Dialogue* packets = preamble->get();
    if (question.finish) co_return co_await finish(line, s, question, packets);
    co_return co_await hello_alone(line, question, packets);
  }

  // The proxy in front, then the command that turns to TLS; the last dialogue, which may put TLS
  // into packets.
  asio::awaitable<Stepped<std::unique_ptr<starttls::Dialogue>>> before_tls(Line& line, State& s) {
    const ProbeTarget& target = s.talk.target;
    std::unique_ptr<starttls::Dialogue> last;
    if (setup_.proxy) {
      const Proxy& proxy = *setup_.proxy;
      last = starttls::make_dialogue(proxy.protocol,
                                     {target.host, target.port, proxy.user, proxy.password});
      const std::string what = fmt::format("the proxy {}:{}", proxy.host, proxy.port);
      const auto done = co_await speak(line, last.get(), s, what);
      if (!done) co_return std::unexpected(done.error());
      last.reset();
    }
    if (!target.starttls.empty()) {
      last = starttls::make_dialogue(target.starttls, {target.host, target.port, {}, {}});
      const std::string what = fmt::format("STARTTLS ({})", target.starttls);
      const auto done = co_await speak(line, last.get(), s, what);
      if (!done) co_return std::unexpected(done.error());
    }
    co_return last;
  }

  asio::awaitable<Stepped<bool>> speak(Line& line, starttls::Dialogue* dialogue, State& s,
                                       std::string what) {
    const auto no = [](std::string text) {
      return std::unexpected(Fault{Fault::Kind::says_no, std::move(text)});
    };
    if (dialogue == nullptr)
      co_return no(
          what + ": there is no such protocol, or the host's name has characters that no host has");
    line.hurry();
    starttls::Step step = dialogue->begin();
    for (;;) {
      if (!step.send.empty()) {
        const bool written = co_await line.write(step.send);
        if (!written) co_return no(what + ": the connection ended");
      }
      if (step.state == starttls::State::ready) break;
      if (step.state == starttls::State::refused)
        co_return no(fmt::format("{} was refused: \"{}\"", what, step.said));
      if (step.state == starttls::State::unexpected)
        co_return no(fmt::format("{}: the server speaks something else: \"{}\"", what, step.said));
      const auto bytes = co_await line.read(line.left());
      if (!bytes) {
        const bool silent = bytes.error().kind == Fault::Kind::silent;
        co_return no(fmt::format(
            "{}: {}{}", what, silent ? "no answer in time" : "the connection ended",
            dialogue->heard().empty() ? "" : fmt::format(" after \"{}\"", dialogue->heard())));
      }
      step = dialogue->received(*bytes);
    }
    if (!step.injected.empty()) s.talk.injected = step.injected;
    co_return true;
  }

  asio::awaitable<ProbeAnswer> hello_alone(Line& line, const ProbeQuestion& question,
                                           starttls::Dialogue* packets) {
    HelloContent hello = question.hello;
    hello.random = random_bytes(32);
    if (!hello.supported_versions.empty()) hello.session_id = random_bytes(32);
    const auto record_version = std::min(hello.legacy_version, ProtocolVersion::TLSv1_0);
    const std::vector<std::uint8_t> sent =
        question.sslv2 ? write_sslv2_client_hello(random_bytes(16))
                       : as_records(write_client_hello(hello), record_version);
    const std::vector<std::uint8_t> wire = wrapped(packets, sent);
    const bool written = co_await line.write(wire);
    std::vector<std::uint8_t> bytes;
    ProbeAnswer::End end = written ? ProbeAnswer::End::silence : ProbeAnswer::End::reset;
    FlightEnd flight;
    line.hurry();
    while (written) {
      auto more = co_await line.read(line.left());
      if (!more) {
        end = end_of(more.error());
        break;
      }
      if (packets != nullptr) *more = packets->unwrap(*more);
      bytes.insert(bytes.end(), more->begin(), more->end());
      if (flight.reached(bytes)) break;
    }
    co_return read_answer(sent, bytes, end, question.sslv2, cache_);
  }

  asio::awaitable<ProbeAnswer> finish(Line& line, State& s, const ProbeQuestion& question,
                                      starttls::Dialogue* packets) {
    HelloContent hello = question.hello;
    hello.random = random_bytes(32);
    if (!hello.supported_versions.empty()) hello.session_id = random_bytes(32);
    ClientSession session = begin_session(hello, question, s.last_session, setup_.certificate);
    ProbeAnswer::End end = ProbeAnswer::End::silence;
    std::vector<std::uint8_t> response;
    bool connected = false;
    line.hurry();
    for (;;) {
      if (session.state() == SessionState::judging) session.refuse(*question.refuse_with);
      const std::vector<std::uint8_t> out = wrapped(packets, session.take_output());
      if (!out.empty()) {
        const bool written = co_await line.write(out);
        if (!written) break;
      }
      if (session.state() == SessionState::failed || session.state() == SessionState::closed) break;
      if (session.state() == SessionState::connected && !connected) {
        connected = true;
        if (packets != nullptr) packets->handshake_is_over();
        if (!question.request.empty()) {
          session.write(question.request);
          continue;
        }
      }
      // A connection that just ends takes its session out of the server's cache (OpenSSL): it is
      // closed as soon as there is one.
      const bool waits_for_tickets = connected && question.request.empty();
      if (waits_for_tickets && session.resumption()) break;
      const milliseconds patience = waits_for_tickets ? after_finished : line.left();
      auto more = co_await line.read(patience);
      if (!more) {
        end = end_of(more.error());
        break;
      }
      if (packets != nullptr) *more = packets->unwrap(*more);
      session.received(*more);
      const auto data = session.take_application_data();
      response.insert(response.end(), data.begin(), data.end());
      if (response.size() > most_response) break;
    }
    session.close();
    const std::vector<std::uint8_t> farewell = wrapped(packets, session.take_output());
    co_await line.write(farewell);
    if (auto resumption = session.resumption()) s.last_session = std::move(resumption);
    ProbeAnswer answer = answer_of(session, end, cache_);
    answer.response = std::move(response);
    co_return answer;
  }

  const ProbeSetup& setup_;
  const std::function<std::unique_ptr<Talk>()>& supply_;
  const std::function<void(std::unique_ptr<Talk>)>& done_;
  asio::io_context context_{1};
  Signal changed_;
  CertificateCache cache_;
  unsigned open_ = 0;
  std::chrono::steady_clock::time_point next_start_;
};

}  // namespace

void hold_interviews(const ProbeSetup& setup, const std::function<std::unique_ptr<Talk>()>& supply,
                     const std::function<void(std::unique_ptr<Talk>)>& done) {
  Runner(setup, supply, done).run();
}

Result<std::vector<IpAddress>> addresses_of(const std::string& host) {
  error_code fault;
  if (const auto literal = asio::ip::make_address(host, fault); !fault)
    return std::vector{address_of(literal)};
  asio::io_context context;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, "", fault);
  std::vector<IpAddress> out;
  for (const auto& entry : found) {
    const IpAddress ip = address_of(entry.endpoint().address());
    if (std::ranges::find(out, ip) == out.end()) out.push_back(ip);
  }
  if (out.empty())
    return failure(Error::Kind::unreadable,
                   fmt::format("{}: the name has no address ({})", host, fault.message()));
  std::ranges::stable_sort(out, {}, &IpAddress::v6);
  return out;
}

}  // namespace tlswhy
