#include "diagnosis/answers.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

using knowledge::Answer;

bool is_answer(const Case& c, const Answer& answer) {
  const Ending ending = c.picture.ending;
  // Once connected, a program closes with close_notify.
  const bool closed = ending == Ending::fin || ending == Ending::rst ||
                      (ending == Ending::encrypted_alert && c.picture.stage == Stage::established);
  if (answer.kind == Answer::Kind::closes) return closed;
  if (answer.kind != Answer::Kind::alert) return false;
  if (ending == Ending::encrypted_alert) return true;
  return c.picture.alert && code(c.picture.alert->description) == answer.alert;
}

bool accepts(const Answer& answer) { return answer.kind == Answer::Kind::accepts; }

// A program may judge the certificate itself after its library has finished, and then just leave:
// what the library would say does not count.
bool left_late(const Case& c) {
  return c.picture.stage == Stage::established && c.ended_by_client() &&
         (c.picture.ending != Ending::alert);
}

}  // namespace

Fit fit(const Case& c, knowledge::CauseId cause) {
  if (c.client == nullptr) return Fit::unknown;
  const auto answers = c.answers_to(cause);
  if (answers.empty()) return Fit::unknown;
  const bool library_judges = c.policy().judges.value_or(knowledge::Judges::before_key_exchange) !=
                              knowledge::Judges::after_connected;
  if (library_judges && left_late(c) && !std::ranges::any_of(answers, accepts)) return Fit::unknown;
  const bool matches =
      std::ranges::any_of(answers, [&](const Answer& a) { return is_answer(c, a); });
  // "accepts" first: what follows is said only of some pictures of the cause, not seen here.
  if (matches && accepts(answers.front())) return Fit::unknown;
  if (matches) return Fit::matches;
  return std::ranges::any_of(answers, accepts) ? Fit::accepts : Fit::differs;
}

bool some_client_answers_so(const Case& c, knowledge::CauseId cause) {
  return std::ranges::any_of(knowledge::stacks(), [&](const knowledge::Stack& stack) {
    return std::ranges::any_of(stack.answers_to(cause),
                               [&c](const Answer& a) { return is_answer(c, a); });
  });
}

bool every_client_minds(knowledge::CauseId cause) {
  return std::ranges::none_of(knowledge::stacks(), [cause](const knowledge::Stack& stack) {
    return std::ranges::any_of(stack.answers_to(cause), accepts);
  });
}

}  // namespace tlswhy
