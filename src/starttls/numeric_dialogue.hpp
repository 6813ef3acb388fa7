// Protocols whose replies begin with three digits, in one line or several (RFC 5321 section 4.2.1,
// RFC 959 section 4.2): greeting, maybe an introduction, one command.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "starttls/line_dialogue.hpp"
#include "starttls/protocol.hpp"

namespace tlswhy::starttls {

// A reply as it comes, line after line.
class NumericReply {
 public:
  // False: the line cannot belong to a reply.
  bool add(std::string_view line);
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] int code() const { return code_; }
  [[nodiscard]] const std::string& text() const { return text_; }  // its lines, bounded

 private:
  int code_ = 0;
  bool whole_ = false;
  std::string text_;
};

struct NumericScript {
  std::array<int, 2> greetings;   // codes of a server that is willing to talk
  std::string_view introduction;  // a line that it answers with 2xx; empty: none
  std::string_view command;
  int go_ahead;
};

class NumericDialogue final : public LineDialogue {
 public:
  explicit NumericDialogue(const NumericScript& script) : script_(script) {}
  Step begin() override { return {}; }

 private:
  void line(std::string_view text, Step& step) override;
  void greeting(const NumericReply& reply, Step& step);

  NumericScript script_;
  enum class Stage : std::uint8_t { greeting, introduction, command } stage_ = Stage::greeting;
  NumericReply reply_;
};

// Protocol::refusal for a client that said `command`.
std::string numeric_refusal(const Seen& seen, std::string_view command);

}  // namespace tlswhy::starttls
