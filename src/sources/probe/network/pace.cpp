#include "sources/probe/network/pace.hpp"

#include <algorithm>

#include "sources/probe/network/connection.hpp"

namespace tlswhy::network {

asio::awaitable<void> Signal::wait() { co_await timer_.async_wait(as_result); }

asio::awaitable<void> Pace::enter() {
  while (open_ >= std::max(1U, most_)) co_await changed_.wait();
  ++open_;
  if (rate_ <= 0) co_return;
  const auto now = std::chrono::steady_clock::now();
  const auto mine = std::max(now, next_start_);
  next_start_ = mine + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                           std::chrono::duration<double>(1 / rate_));
  asio::steady_timer timer(context_, mine);
  co_await timer.async_wait(as_result);
}

void Pace::leave() {
  --open_;
  changed_.give();
}

}  // namespace tlswhy::network
