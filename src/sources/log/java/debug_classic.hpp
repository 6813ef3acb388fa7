// javax.net.debug of Java 7 to 10 (and of Java 8 before update 261): messages in blocks that begin
// with "*** ClientHello, TLSv1.2", records and alerts in lines that begin with the thread's name
// ("main, READ: TLSv1.2 Alert, length = 2").
#pragma once

#include <string>
#include <vector>

#include "sources/log/handshake_reader.hpp"
#include "sources/log/java/certificate.hpp"

namespace tlswhy {

// The thread that a line of a record, an alert or a socket names; empty: it names none.
std::string_view classic_thread(std::string_view line);
// The line begins what a client prints before any line with its thread's name.
bool begins_classic_hello(std::string_view line);

class JavaDebugClassic {
 public:
  Took line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
            TrustStores& stores);
  void finish(PrintedHandshake& into) { end(into); }

 private:
  enum class Block : std::uint8_t {
    none,
    client_hello,
    server_hello,
    certificates,
    key_exchange,
    certificate_request,
    trusted,
    other,
  };

  Took begin(std::string_view text, std::uint32_t number, PrintedHandshake& into);
  void begin(Block block, std::uint32_t number);
  void plain(HandshakeType type, Party from, std::uint32_t number, PrintedHandshake& into);
  void end(PrintedHandshake& into);
  bool record(std::string_view text, std::uint32_t number, PrintedHandshake& into);
  void alert(std::string_view text, bool sent, std::uint32_t number, PrintedHandshake& into);
  void body(std::string_view text);
  bool listed(std::string_view text, std::uint32_t number, TrustStores& stores);

  Block block_ = Block::none;
  std::uint32_t number_ = 0;  // of the block's first line
  std::size_t prefix_ = 0;    // what stands before each line
  std::vector<std::string> lines_;
  std::size_t size_ = 0;
  PrintedCertificate certificate_;
  CertificateList list_;
  ListedCertificate entry_;
  std::uint32_t entry_line_ = 0;  // of the last entry of a store; 0: none so far
  bool fresh_ = true;             // the entry begins a store
  bool listing_ = false;          // an entry is being read
  bool read_last_ = false;        // the last record that was told of came from the peer
};

}  // namespace tlswhy
