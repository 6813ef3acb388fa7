#include "sources/probe/interviewer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sources/probe/hello_for.hpp"
#include "sources/probe/network/exchange.hpp"
#include "sources/probe/network/pace.hpp"
#include "sources/probe/network/preamble.hpp"
#include "sources/probe/network/resolve.hpp"
#include "sources/probe/other_protocol.hpp"
#include "sources/probe/target.hpp"

namespace tlswhy {
namespace {

namespace asio = boost::asio;
using network::as_result;
using network::Connection;
using network::Signal;
using network::Stepped;
using std::chrono::milliseconds;

constexpr unsigned most_retries = 4;         // of one question, while the server throttles
constexpr milliseconds first_back_off{200};  // doubled each time

class Interviewer {
 public:
  Interviewer(const ProbeSetup& setup, const std::function<std::unique_ptr<Talk>()>& supply,
              const std::function<void(std::unique_ptr<Talk>)>& done)
      : setup_(setup),
        supply_(supply),
        done_(done),
        pace_(context_, setup.limits.connections, setup.limits.rate) {}

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
    const std::string& host = setup_.proxy ? setup_.proxy->host : talk.target.host;
    Stepped<asio::ip::address> address;
    if (talk.target.address) {
      address = network::address_of(*talk.target.address);
    } else {
      address = co_await network::resolve(context_, host);
    }
    if (!address) {
      talk.failure = Error{Error::Kind::unreadable,
                           fmt::format("{}: {}", name_of(talk.target), address.error().what)};
      co_return;
    }
    state.address = *address;
    talk.address = {network::address_of(*address), talk.target.port};
    state.allowed = std::max(1U, setup_.limits.connections_per_server);
    const unsigned workers = state.allowed;
    for (unsigned i = 0; i < workers; ++i) {
      ++state.workers;
      asio::co_spawn(context_, work(state, i), asio::detached);
    }
    while (state.workers > 0) co_await state.changed.wait();
    if (state.answers == 0) fail(state, "closed every connection without a word of TLS");
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
                          other_protocol(answer.first_bytes)));
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
    co_await pace_.enter();
    const auto connection = std::make_shared<Connection>(context_, setup_.limits.step);
    ++s.talk.cost.connections;
    ProbeAnswer answer = co_await talk_over(*connection, s, question);
    connection->close();
    pace_.leave();
    co_return answer;
  }

  asio::awaitable<ProbeAnswer> talk_over(Connection& connection, State& s,
                                         const ProbeQuestion& question) {
    const std::uint16_t port = setup_.proxy ? setup_.proxy->port : s.talk.target.port;
    ProbeAnswer out;
    out.end = ProbeAnswer::End::unreachable;
    const asio::ip::tcp::endpoint end_point(s.address, port);
    const auto connected = co_await connection.connect(end_point);
    if (!connected) {
      s.fault_text = connected.error().what;
      co_return out;
    }
    const auto preamble =
        co_await network::before_tls(connection, s.talk.target, setup_.proxy, s.talk.injected);
    if (!preamble) {
      s.fault_text = preamble.error().what;
      co_return out;
    }
    ++s.talk.cost.hellos;
    starttls::Dialogue* packets = preamble->get();
    if (!question.finish)
      co_return co_await network::hello_alone(connection, question, packets, cache_);
    co_return co_await network::whole_handshake(connection, question, packets, setup_.certificate,
                                                s.last_session, cache_);
  }

  const ProbeSetup& setup_;
  const std::function<std::unique_ptr<Talk>()>& supply_;
  const std::function<void(std::unique_ptr<Talk>)>& done_;
  asio::io_context context_{1};
  network::Pace pace_;
  CertificateCache cache_;
};

}  // namespace

void hold_interviews(const ProbeSetup& setup, const std::function<std::unique_ptr<Talk>()>& supply,
                     const std::function<void(std::unique_ptr<Talk>)>& done) {
  Interviewer(setup, supply, done).run();
}

}  // namespace tlswhy
