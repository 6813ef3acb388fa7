// A Dialogue that is read message by message: keeps what has come in part, within bounds.
#pragma once

#include "starttls/dialogue.hpp"

namespace tlswhy::starttls {

class BufferedDialogue : public Dialogue {
 public:
  Step received(Bytes bytes) final;
  [[nodiscard]] std::string heard() const final;

 protected:
  // Reads the message at the front of `pending` and changes `step` accordingly. Returns how many
  // bytes it took; 0: the message is not whole yet, or it is unexpected.
  virtual std::size_t take(Bytes pending, Step& step) = 0;

 private:
  Step end(Step step, std::size_t taken);

  std::vector<std::uint8_t> pending_;
  std::vector<std::uint8_t> first_;  // bytes of the server
  std::size_t messages_ = 0;
  State state_ = State::waits;
};

void say(Step& step, std::string_view text);
void refuse(Step& step, Bytes said);
void refuse(Step& step, std::string_view said);

}  // namespace tlswhy::starttls
