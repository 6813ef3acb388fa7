// Bodies of handshake messages (RFC 8446 section 4, RFC 5246 section 7.4), written from what a log
// prints of them: in the order printed, with zeros or nothing where the text has no bytes.
#pragma once

#include <optional>
#include <vector>

#include "wire/byte_writer.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct PrintedExtension {
  std::uint16_t type = 0;
  Buffer content;
};

// ClientHello, or ServerHello with the one suite that it chose.
struct PrintedHello {
  ProtocolVersion version = ProtocolVersion::TLSv1_2;  // legacy_version
  Buffer random, session_id;
  std::vector<CipherSuite> suites;
  std::vector<PrintedExtension> extensions;
};

struct PrintedKeyExchange {
  Buffer prime, generator;          // of Diffie-Hellman; empty: of an elliptic curve
  std::optional<NamedGroup> group;  // of an elliptic curve
  Buffer public_value;
  std::optional<SignatureScheme> scheme;  // TLS 1.2
};

struct PrintedCertificateRequest {
  Buffer types;  // TLS <= 1.2
  std::vector<SignatureScheme> schemes;
};

// The ServerHello of a text that names no more of it than what was chosen (RFC 8446 section 4.1.3).
PrintedHello chosen_hello(ProtocolVersion version, CipherSuite suite,
                          std::optional<NamedGroup> group);
Buffer client_hello_body(const PrintedHello& hello);
Buffer server_hello_body(const PrintedHello& hello);
Buffer server_key_exchange_body(const PrintedKeyExchange& exchange);
Buffer certificate_request_body(const PrintedCertificateRequest& request, ProtocolVersion version);

// A list of code points as a vector whose length takes `width` bytes.
template <class T>
Buffer code_list(const std::vector<T>& list, unsigned width) {
  Buffer codes, out;
  for (const T v : list) put_number(codes, code(v), 2);
  put_vector(out, codes, width);
  return out;
}

}  // namespace tlswhy
