// javax.net.debug of Java 11 and later, and of Java 8 since update 261: each entry begins with a
// header ("javax.net.ssl|DEBUG|10|main|2026-11-22 02:46:34.912 UTC|ClientHello.java:639|Produced
// ClientHello handshake message ("), what is printed of a message follows in a JSON-like block.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/log/handshake_reader.hpp"
#include "sources/log/java/certificate.hpp"

namespace tlswhy {

// The thread that wrote an entry; empty: the line is no header.
std::string_view java_debug_thread(std::string_view line);

class JavaDebug {
 public:
  Took line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
            TrustStores& stores);
  // Nothing follows: what is held back counts.
  void finish(PrintedHandshake& into);

 private:
  enum class Block : std::uint8_t {
    none,
    client_hello,
    server_hello,
    certificates,
    key_exchange,
    certificate_request,
    alert,
    store,
    exception,
    other,
  };
  struct Fatal {
    AlertDescription description{};
    std::uint32_t line = 0;
  };

  Took header(std::string_view message, std::uint32_t number, PrintedHandshake& into);
  void event(std::string_view message, std::uint32_t number, PrintedHandshake& into);
  void begin(Block block, Party from, std::uint32_t number);
  void body(std::string_view text, PrintedHandshake& into, TrustStores& stores);
  void exception(std::string_view text, PrintedHandshake& into);
  void end(PrintedHandshake& into);
  void certificate_line(std::string_view text, TrustStores& stores);
  void keep_certificate(TrustStores& stores);
  void record(std::string_view message, Party by, std::uint32_t number, PrintedHandshake& into);

  Block block_ = Block::none;
  Party from_ = Party::client;
  std::uint32_t number_ = 0;  // of the block's first line
  std::size_t prefix_ = 0;    // what stands before each line
  std::vector<std::string> lines_;
  std::size_t size_ = 0;
  PrintedCertificate certificate_;
  CertificateList list_;
  bool fresh_ = false;          // the next certificate begins a store
  std::optional<Fatal> fatal_;  // an alert that is about to be sent, unless the peer has left
};

}  // namespace tlswhy
