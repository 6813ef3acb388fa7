// Out of lines of a text come the connections that it tells of, each as a Transcript over
// LogFacts. Memory is bounded by one connection, whatever the length of the text.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/log/curl_verbose.hpp"
#include "sources/log/handshake_reader.hpp"
#include "sources/log/java/debug.hpp"
#include "sources/log/java/debug_classic.hpp"
#include "sources/log/java/path_search.hpp"
#include "sources/log/keytool.hpp"
#include "sources/log/phrases.hpp"
#include "sources/log/printed_handshake.hpp"
#include "sources/log/printed_runtime.hpp"
#include "sources/log/s_client.hpp"
#include "sources/log/ssldump.hpp"
#include "sources/log/windows_event.hpp"
#include "sources/log/wireshark.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {
namespace knowledge {
struct Statement;
}

class LogReader {
 public:
  using Handler = std::function<void(Transcript&&)>;

  // `handler` gets each connection as soon as another begins, the last one in finish(). Readers of
  // the threads of one log share `stores`.
  explicit LogReader(Handler handler,
                     std::shared_ptr<TrustStores> stores = std::make_shared<TrustStores>())
      : handler_(std::move(handler)), stores_(std::move(stores)) {}

  void line(std::string_view text, std::uint32_t number);
  void finish();
  // Whether any line so far is about TLS.
  [[nodiscard]] bool about_tls() const { return tls_line_ != 0 || number_ != 0; }

 private:
  struct Line {
    std::string text, clean;  // comparable, and as it was
    std::uint32_t number = 0;
    std::size_t width = 0;  // of the raw line
  };
  // Which program wrote the lines around, and what they name.
  struct Context {
    std::string program;
    int client = 0, server = 0;  // lines that only a client's, or a server's program writes
    NamedServer named;
    std::string connection;
  };

  [[nodiscard]] std::vector<PhraseFound> phrases_of(const Line& line, std::string_view next) const;
  void read(std::string_view text, std::uint32_t number);
  // The line as a part of a handshake that the log prints.
  Took print(const Line& line);
  void look_at(const Line& line, std::string_view next);
  void take_mark(std::uint32_t index, int weight);
  void take_message(std::uint32_t index, const Line& line);
  void take_names(const Line& line);
  void take_server(NamedServer&& found);
  [[nodiscard]] bool counts(const knowledge::Statement& statement) const;
  void take_depth(const Line& line);
  void take_waiver(const Line& line);
  [[nodiscard]] bool begins_another(std::uint32_t message, const Line& line) const;
  [[nodiscard]] bool alone(const LogFacts& facts) const;
  void end_connection();

  Handler handler_;
  std::shared_ptr<TrustStores> stores_;
  JavaDebug java_;
  JavaDebugClassic classic_;
  PathSearch path_search_;
  SClient s_client_;
  CurlVerbose curl_;
  Keytool keytool_;
  WindowsEvents events_;
  WindowsEventText event_text_;
  Wireshark wireshark_;
  Ssldump ssldump_;
  PrintedHandshake printed_;  // of the connection that is being told of
  std::optional<Line> held_;  // until its successor is known: phrases may go on there
  std::size_t widest_ = 0;
  std::uint32_t lines_ = 0;
  Context context_;
  std::optional<LogFacts> facts_;  // of the connection that is being told of
  std::string connection_;         // of it, where its lines say so
  NamedServer next_named_;         // since the connection was told of: perhaps the next one's
  std::uint64_t number_ = 0;
  std::uint32_t tls_line_ = 0;  // the last one that is about TLS; 0: none so far
  bool about_tls_ = false;      // the connection that is being told of is
  std::uint32_t depth_line_ = 0;
  std::uint8_t depth_ = 0;
  std::string subject_;          // of the certificate at that depth
  Runtime runtime_;              // of the program that writes, as far as it was printed
  std::string before_;           // the line before, as far as a name may be long
  std::uint32_t waived_to_ = 0;  // the last line whose complaints the program overlooks
};

// The alert that a statement names; nothing where it names none.
std::optional<AlertDescription> stated_alert(const StatementSeen& statement);

// Whether a text of one line is one that a TLS program prints.
bool holds_known_message(std::string_view text);

}  // namespace tlswhy
