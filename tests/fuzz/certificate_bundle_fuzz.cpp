// Any bytes as a file of certificates, read with and without a password; looking at the beginning
// never says less than reading it.
#include <cstdint>

#include "sources/certificates/read_certificates.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  const Bytes bytes(data, size);
  const bool looks = looks_like_certificates(bytes);
  for (const char* password : {"", "secret"}) {
    const auto read = read_certificate_file(bytes, "input", password);
    if (!read) {
      if (!read.error().what.starts_with("input: ")) __builtin_trap();
      continue;
    }
    if (!looks) __builtin_trap();
    for (const auto& certificate : read->certificates) {
      if (!certificate->parsed) __builtin_trap();
    }
    if (read->certificates.empty() && read->notes.empty()) __builtin_trap();
  }
  return 0;
}
