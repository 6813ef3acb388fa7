// A Dialogue in lines of text that end in CR LF, or in LF alone.
#pragma once

#include <string_view>

#include "starttls/buffered_dialogue.hpp"

namespace tlswhy::starttls {

class LineDialogue : public BufferedDialogue {
 protected:
  // The next line of the server, without its end.
  virtual void line(std::string_view text, Step& step) = 0;

 private:
  std::size_t take(Bytes pending, Step& step) final;
};

}  // namespace tlswhy::starttls
