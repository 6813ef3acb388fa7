// A log into which several threads write: the lines of each are read apart, so that handshakes
// beside each other do not mix. Memory is bounded by the number of threads that are told apart.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sources/log/log_reader.hpp"

namespace tlswhy {

class LogThreads {
 public:
  // `handler` gets each connection, numbered from 1, as soon as another begins in its thread.
  explicit LogThreads(LogReader::Handler handler);
  LogThreads(const LogThreads&) = delete;
  LogThreads& operator=(const LogThreads&) = delete;

  void line(std::string_view text, std::uint32_t number);
  void finish();
  [[nodiscard]] bool about_tls() const;

 private:
  static constexpr std::size_t most_threads = 64;
  static constexpr std::size_t most_waiting = 300;

  LogReader& reader_of(const std::string& thread);
  void give_waiting();

  LogReader::Handler handler_;
  std::shared_ptr<TrustStores> stores_ = std::make_shared<TrustStores>();
  std::map<std::string, LogReader, std::less<>> readers_;
  std::string current_;  // the thread that wrote last; lines that name none are its own
  // Lines of a hello whose thread the line behind it names.
  std::vector<std::pair<std::string, std::uint32_t>> waiting_;
  std::uint64_t number_ = 0;
};

}  // namespace tlswhy
