// One TCP connection of the probe as a coroutine uses it. Every wait has its time.
#pragma once

#include <boost/asio.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::network {

namespace asio = boost::asio;
using std::chrono::milliseconds;
// GCC 12 destroys temporaries of a full expression with co_await in it twice or never where one is
// conditional: every operand of a co_await is a named object.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// What ended a step, in words for an error of ours.
struct Fault {
  enum class Kind : std::uint8_t { unreachable, silent, closed, reset, says_no };
  Kind kind{};
  std::string what;
};
template <class T>
using Stepped = std::expected<T, Fault>;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `step`: how long each step may take.
  Connection(asio::io_context& context, milliseconds step)
      : socket_(context), timer_(context), step_(step) {}

  asio::awaitable<Stepped<bool>> connect(asio::ip::tcp::endpoint to);
  asio::awaitable<bool> write(Bytes bytes);
  // The next bytes, at most 16 KiB, and none of them at the end of the stream.
  asio::awaitable<Stepped<std::vector<std::uint8_t>>> read(milliseconds time);

  // A step of several reads begins: left() counts down to its end, even where bytes trickle.
  void hurry() { deadline_ = std::chrono::steady_clock::now() + step_; }
  [[nodiscard]] milliseconds left() const;
  void close();

 private:
  void start(milliseconds time);
  bool stop();

  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  milliseconds step_;
  std::chrono::steady_clock::time_point deadline_;
  bool late_ = false;
};

}  // namespace tlswhy::network
