// A dialogue brought to its diagnosis.
#pragma once

#include <string>

#include "diagnosis/diagnose.hpp"
#include "diagnosis/picture.hpp"
#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {

struct Judged {
  Transcript transcript;
  Handshake handshake;
  Picture picture;
  Diagnosis diagnosis;

  // `waited`: how long the capture went on after the dialogue.
  explicit Judged(Dialogue& dialogue, std::int64_t waited_ns = 0) : transcript(dialogue.end()) {
    CertificateCache cache;
    handshake = read_handshake(transcript, &cache);
    const Timestamp end{transcript.transport.last().ns + waited_ns};
    picture = take_picture(transcript, handshake, end);
    diagnosis = diagnose(transcript, handshake, look_at(transcript, handshake, end), {});
  }
  [[nodiscard]] std::string cause() const {
    return diagnosis.cause ? std::string(knowledge::cause(*diagnosis.cause).name) : "";
  }
};

// Whole flights of TLS 1.2.
inline std::string client_finish() {
  return record(22, handshake(16, std::string(66, 'k'))) + change_cipher_spec() +
         record(22, std::string(40, 'f'));
}
inline std::string server_finish() {
  return change_cipher_spec() + record(22, std::string(40, 'f'));
}
inline std::string application_data(std::size_t size = 100) {
  return record(23, std::string(size, 'd'));
}
// A hello that offers the suite of dhe_flight().
inline std::string dhe_hello() { return hello_record({.suites = codes({0xc02f, 0x0039, 0x00ff})}); }
constexpr std::uint16_t unverifiable = 0xfe00;  // a signature scheme of nobody

// `before_done`: records between its key exchange and ServerHelloDone.
inline std::string dhe_flight(std::size_t bits, const std::string& before_done = {}) {
  const std::string leaf = fixture("certificates/leaf.der"),
                    issuing = fixture("certificates/issuing.der");
  return record(22, handshake(2, server_hello(0x0039)) + certificate_message({leaf, issuing}) +
                        dhe_message(bits, unverifiable)) +
         before_done + record(22, handshake(14, ""));
}

}  // namespace tlswhy::testing
