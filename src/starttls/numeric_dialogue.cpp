#include "starttls/numeric_dialogue.hpp"

#include <algorithm>

#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

constexpr int ready_later = 120;  // the real greeting follows (RFC 959 section 5.4)

// The code of a line; 0: it has none.
int code_of(std::string_view line) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), digit)) return 0;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

}  // namespace

bool NumericReply::add(std::string_view line) {
  const int code = code_of(line);
  if (code_ == 0 && code == 0) return false;
  if (code_ == 0) code_ = code;
  // Between the first and the last line there may be anything (RFC 959 section 4.2).
  whole_ = code == code_ && (line.size() == 3 || line[3] == ' ');
  if (text_.size() < 2 * longest_quote) {
    if (!text_.empty()) text_ += ' ';
    text_ += line.substr(0, longest_quote);
  }
  return true;
}

void NumericDialogue::line(std::string_view text, Step& step) {
  if (!reply_.add(text)) {
    step.state = State::unexpected;
    return;
  }
  if (!reply_.whole()) return;
  const NumericReply reply = std::move(reply_);
  reply_ = {};
  if (reply.code() == ready_later) return;
  switch (stage_) {
    case Stage::greeting: greeting(reply, step); return;
    case Stage::introduction:
      if (reply.code() >= 300) return refuse(step, reply.text());
      // Whether STARTTLS is among the extensions is left open: the answer to it says why not.
      say(step, script_.command);
      stage_ = Stage::command;
      return;
    case Stage::command:
      if (reply.code() != script_.go_ahead) return refuse(step, reply.text());
      step.state = State::ready;
  }
}

void NumericDialogue::greeting(const NumericReply& reply, Step& step) {
  if (reply.code() >= 400) return refuse(step, reply.text());
  if (std::ranges::find(script_.greetings, reply.code()) == script_.greetings.end()) {
    step.state = State::unexpected;
    return;
  }
  stage_ = script_.introduction.empty() ? Stage::command : Stage::introduction;
  say(step, script_.introduction.empty() ? script_.command : script_.introduction);
}

std::string numeric_refusal(const Seen& seen, std::string_view command) {
  // Reply 0 is the greeting; a command has one line, and one reply.
  const std::ptrdiff_t wanted = last_command(whole_lines(seen.client), command) + 1;
  std::ptrdiff_t number = 0;
  NumericReply reply;
  for (const std::string_view line : whole_lines(seen.server)) {
    if (!reply.add(line) || !reply.whole()) continue;  // the list that a reply announced
    if (reply.code() != ready_later && number++ == wanted) {
      return wanted > 0 && reply.code() >= 400 ? quote(as_bytes(reply.text())) : std::string();
    }
    reply = {};
  }
  return {};
}

}  // namespace tlswhy::starttls
