#include "starttls/buffered_dialogue.hpp"

#include <algorithm>

#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::size_t longest_message = 16 * 1024;  // lines of IMAP (RFC 9051 section 4) are 8192
constexpr std::size_t most_messages = 512;
constexpr std::size_t kept_first = 80;

}  // namespace

Step BufferedDialogue::received(Bytes bytes) {
  if (state_ != State::waits) return {.send = {}, .state = state_, .said = {}, .injected = {}};
  const Bytes begin = bytes.first(std::min(bytes.size(), kept_first - first_.size()));
  first_.insert(first_.end(), begin.begin(), begin.end());
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  Step step;
  std::size_t taken = 0;
  while (step.state == State::waits && taken < pending_.size()) {
    const std::size_t size = take(Bytes(pending_).subspan(taken), step);
    taken += size;
    if (size == 0) break;
    if (++messages_ > most_messages) step.state = State::unexpected;
  }
  if (step.state == State::waits && pending_.size() - taken > longest_message) {
    step.state = State::unexpected;
  }
  return end(std::move(step), taken);
}

Step BufferedDialogue::end(Step step, std::size_t taken) {
  state_ = step.state;
  if (state_ == State::ready) step.injected = quote(Bytes(pending_).subspan(taken));
  if (state_ == State::unexpected) {
    step.said = heard();
    step.send.clear();
  }
  if (state_ == State::waits) {
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken));
  } else {
    pending_ = {};
  }
  return step;
}

std::string BufferedDialogue::heard() const { return quote(first_); }

void say(Step& step, std::string_view text) {
  step.send.insert(step.send.end(), text.begin(), text.end());
}

void refuse(Step& step, Bytes said) {
  step.state = State::refused;
  step.said = quote(said);
}
void refuse(Step& step, std::string_view said) { refuse(step, as_bytes(said)); }

}  // namespace tlswhy::starttls
