// How many connections there may be at a time, and how often one is opened.
#pragma once

#include <boost/asio.hpp>
#include <chrono>

namespace tlswhy::network {

namespace asio = boost::asio;

// Wakes those who wait for a change, all of them.
class Signal {
 public:
  explicit Signal(asio::io_context& context)
      : timer_(context, asio::steady_timer::time_point::max()) {}
  asio::awaitable<void> wait();
  void give() { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

class Pace {
 public:
  // `most` connections at a time, at least one; `rate` a second, 0: as they come.
  Pace(asio::io_context& context, unsigned most, double rate)
      : context_(context), changed_(context), most_(most), rate_(rate) {}

  // Waits until a connection may be opened, which then counts until leave().
  asio::awaitable<void> enter();
  void leave();

 private:
  asio::io_context& context_;
  Signal changed_;
  unsigned most_, open_ = 0;
  double rate_;
  std::chrono::steady_clock::time_point next_start_;
};

}  // namespace tlswhy::network
