// A server that answers a probe in any way it likes, against its own words too: the survey comes to
// an end, and asks no more than its lists have room for.
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "sources/probe/survey.hpp"

namespace {

using namespace tlswhy;

constexpr std::size_t most_questions = 6'000;

// Bytes of the input, one after the other, then from the start again: an answer to each question.
class Caprice {
 public:
  explicit Caprice(Bytes bytes) : bytes_(bytes) {}

  ProbeAnswer answer(const ProbeQuestion& question) {
    ProbeAnswer out;
    const HelloContent& hello = question.hello;
    const std::uint8_t how = byte();
    if (how < 64 || hello.cipher_suites.empty()) {
      out.end = static_cast<ProbeAnswer::End>(1 + how % 6);
      if (out.end == ProbeAnswer::End::alert) out.alert = byte();
      return out;
    }
    out.end = ProbeAnswer::End::agreed;
    out.version =
        hello.supported_versions.empty() ? hello.legacy_version : hello.supported_versions.front();
    if (how % 16 == 0)
      out.version = ProtocolVersion{static_cast<std::uint16_t>(0x0300 + byte() % 5)};
    out.cipher_suite = how % 16 == 1 ? CipherSuite{byte()} : pick(hello.cipher_suites);
    if (!hello.supported_groups.empty() && how % 2 == 0) out.group = pick(hello.supported_groups);
    if (!hello.signature_algorithms.empty() && how % 4 < 3)
      out.scheme = how % 16 == 2 ? SignatureScheme{byte()} : pick(hello.signature_algorithms);
    if (how % 8 == 3) out.alpn = hello.alpn.empty() ? std::string("x") : hello.alpn.front();
    out.finished = how % 2 == 0;
    return out;
  }

 private:
  std::uint8_t byte() { return bytes_[at_++ % bytes_.size()]; }
  template <class T>
  T pick(const std::vector<T>& list) {
    const std::size_t high = byte();
    return list[(high * 256 + byte()) % list.size()];
  }

  Bytes bytes_;
  std::size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Caprice server(Bytes(data, size));
  Survey survey({.server_name = "a.test", .alpn = {"h2", "http/1.1"}});
  std::size_t asked = 0;
  while (!survey.finished()) {
    const auto question = survey.next();
    if (!question) continue;
    if (++asked > most_questions) __builtin_trap();
    survey.take(question->id, server.answer(question->question));
  }
  const LearnedServer learned = survey.result();
  for (const ServerVersion& version : learned.model.versions) {
    // A version without suites stands there only for the alert that says that it is enabled.
    if (version.cipher_suites.empty() && !version.fits_nothing()) __builtin_trap();
  }
  return 0;
}
