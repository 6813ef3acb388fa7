// Windows' events in XML: `wevtutil qe /f:xml`, ToXml() of Get-WinEvent, Event Viewer's export. Of
// Schannel (events 36864 to 36888) and CAPI2 (11 and 30) the data are read, never the sentence,
// which is in the language of the system; they are put as the words that knowledge/messages has for
// them ("Schannel 36888 alert 40"). Of other sources the texts inside are read as lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlswhy {

class WindowsEvents {
 public:
  struct Said {
    std::string text;
    std::uint32_t line = 0;  // where the event begins
    bool fresh = false;      // written at another moment than the event before
  };

  // Whether the line, as it stands in the file, is a part of an event.
  bool line(std::string_view raw, std::uint32_t number);
  // What the events say that have ended since.
  [[nodiscard]] std::vector<Said> take();

 private:
  void event(std::string_view xml, std::uint32_t number);

  std::string xml_;
  std::string last_second_;
  std::uint32_t first_line_ = 0, last_line_ = 0;
  bool inside_ = false;
  std::vector<Said> said_;
};

// The same of events in words: the lists of Get-WinEvent and Get-EventLog, `wevtutil qe /f:text`,
// what Event Viewer copies, and the table that it saves.
// Only their numbers are read, in the order in which the event has them.
class WindowsEventText {
 public:
  // What the line, or the event that ends before it, says; empty: nothing.
  std::string line(std::string_view text);

 private:
  int id_ = 0;  // of the event whose message may follow; 0: none
  bool schannel_ = false, message_ = false;
};

}  // namespace tlswhy
