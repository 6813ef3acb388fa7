#include "sources/probe/network/preamble.hpp"

#include <fmt/format.h>

namespace tlswhy::network {
namespace {

asio::awaitable<Stepped<bool>> speak(Connection& connection, starttls::Dialogue* dialogue,
                                     std::string what, std::string& injected) {
  const auto no = [](std::string text) {
    return std::unexpected(Fault{Fault::Kind::says_no, std::move(text)});
  };
  if (dialogue == nullptr)
    co_return no(what +
                 ": there is no such protocol, or the host's name has characters that no host has");
  connection.hurry();
  starttls::Step step = dialogue->begin();
  for (;;) {
    if (!step.send.empty()) {
      const bool written = co_await connection.write(step.send);
      if (!written) co_return no(what + ": the connection ended");
    }
    if (step.state == starttls::State::ready) break;
    if (step.state == starttls::State::refused)
      co_return no(fmt::format("{} was refused: \"{}\"", what, step.said));
    if (step.state == starttls::State::unexpected)
      co_return no(fmt::format("{}: the server speaks something else: \"{}\"", what, step.said));
    const auto bytes = co_await connection.read(connection.left());
    if (!bytes) {
      const bool silent = bytes.error().kind == Fault::Kind::silent;
      co_return no(fmt::format(
          "{}: {}{}", what, silent ? "no answer in time" : "the connection ended",
          dialogue->heard().empty() ? "" : fmt::format(" after \"{}\"", dialogue->heard())));
    }
    step = dialogue->received(*bytes);
  }
  if (!step.injected.empty()) injected = step.injected;
  co_return true;
}

}  // namespace

asio::awaitable<Stepped<std::unique_ptr<starttls::Dialogue>>> before_tls(
    Connection& connection, const ProbeTarget& target, const std::optional<Proxy>& through,
    std::string& injected) {
  std::unique_ptr<starttls::Dialogue> last;
  if (through) {
    const Proxy& proxy = *through;
    last = starttls::make_dialogue(proxy.protocol,
                                   {target.host, target.port, proxy.user, proxy.password});
    const std::string what = fmt::format("the proxy {}:{}", proxy.host, proxy.port);
    const auto done = co_await speak(connection, last.get(), what, injected);
    if (!done) co_return std::unexpected(done.error());
    last.reset();
  }
  if (!target.starttls.empty()) {
    last = starttls::make_dialogue(target.starttls, {target.host, target.port, {}, {}});
    const std::string what = fmt::format("STARTTLS ({})", target.starttls);
    const auto done = co_await speak(connection, last.get(), what, injected);
    if (!done) co_return std::unexpected(done.error());
  }
  co_return last;
}

}  // namespace tlswhy::network
