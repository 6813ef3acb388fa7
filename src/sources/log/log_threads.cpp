#include "sources/log/log_threads.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

// Without what a logger puts in front of each line, as the time.
std::string_view last_word(std::string_view name) {
  const std::size_t at = name.find_last_of(" |]>\t");
  return at == std::string_view::npos ? name : name.substr(at + 1);
}

std::string_view thread_of(std::string_view line) {
  const std::string_view thread = java_debug_thread(line);
  return thread.empty() ? last_word(classic_thread(line)) : thread;
}

}  // namespace

LogThreads::LogThreads(LogReader::Handler handler) : handler_(std::move(handler)) {}

LogReader& LogThreads::reader_of(const std::string& thread) {
  const auto found = readers_.find(thread);
  if (found != readers_.end()) return found->second;
  // The first thread goes on with what stood before any line that names one.
  if (readers_.size() == 1 && readers_.contains("")) {
    auto first = readers_.extract("");
    first.key() = thread;
    return readers_.insert(std::move(first)).position->second;
  }
  if (readers_.size() >= most_threads) return readers_.begin()->second;
  const auto numbered = [this](Transcript&& t) {
    t.number = ++number_;
    handler_(std::move(t));
  };
  return readers_.try_emplace(thread, numbered, stores_).first->second;
}

void LogThreads::line(std::string_view text, std::uint32_t number) {
  const std::string_view thread = thread_of(text);
  if (!thread.empty()) {
    current_ = thread;
  } else if (!waiting_.empty() || begins_classic_hello(text)) {
    waiting_.emplace_back(text, number);
    if (waiting_.size() >= most_waiting) give_waiting();
    return;
  }
  give_waiting();
  reader_of(current_).line(text, number);
}

void LogThreads::give_waiting() {
  for (const auto& [text, number] : std::exchange(waiting_, {}))
    reader_of(current_).line(text, number);
}

void LogThreads::finish() {
  give_waiting();
  for (auto& [thread, reader] : readers_) reader.finish();
}

bool LogThreads::about_tls() const {
  return std::ranges::any_of(readers_, [](const auto& r) { return r.second.about_tls(); });
}

}  // namespace tlswhy
