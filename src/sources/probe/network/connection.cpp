#include "sources/probe/network/connection.hpp"

#include <algorithm>
#include <tuple>

namespace tlswhy::network {

using tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t piece = 16UL * 1024;

}  // namespace

asio::awaitable<Stepped<bool>> Connection::connect(tcp::endpoint to) {
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

asio::awaitable<bool> Connection::write(Bytes bytes) {
  start(step_);
  const auto [fault, count] =
      co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), as_result);
  stop();
  co_return !fault;
}

asio::awaitable<Stepped<std::vector<std::uint8_t>>> Connection::read(milliseconds time) {
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

milliseconds Connection::left() const {
  const auto left =
      std::chrono::duration_cast<milliseconds>(deadline_ - std::chrono::steady_clock::now());
  return std::clamp(left, milliseconds(1), step_);
}

void Connection::close() {
  error_code ignored;
  std::ignore = socket_.close(ignored);
}

void Connection::start(milliseconds time) {
  late_ = false;
  timer_.expires_after(time);
  timer_.async_wait([self = weak_from_this()](const error_code& fault) {
    const auto connection = self.lock();
    if (fault || !connection) return;
    connection->late_ = true;
    connection->close();
  });
}

bool Connection::stop() {
  timer_.cancel();
  return late_;
}

}  // namespace tlswhy::network
