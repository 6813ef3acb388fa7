// Writes TLS messages for tests, byte by byte as the RFCs have them.
#pragma once

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::testing {

inline std::string number(std::uint64_t value, unsigned width) {
  std::string out;
  for (unsigned i = width; i-- > 0;) out += static_cast<char>(value >> 8 * i & 0xff);
  return out;
}
// A vector with a length prefix of `width` bytes (RFC 8446 §3.4).
inline std::string vector(unsigned width, std::string_view body) {
  return number(body.size(), width) + std::string(body);
}
inline std::string codes(std::initializer_list<std::uint16_t> values) {
  std::string out;
  for (const std::uint16_t v : values) out += number(v, 2);
  return out;
}
inline std::string extension(std::uint16_t type, std::string_view body) {
  return number(type, 2) + vector(2, body);
}
inline std::string server_name(std::string_view host) {
  return extension(0, vector(2, number(0, 1) + vector(2, host)));
}
inline std::string handshake(std::uint8_t type, std::string_view body) {
  return number(type, 1) + vector(3, body);
}
inline std::string record(std::uint8_t type, std::string_view body,
                          std::uint16_t version = 0x0303) {
  return number(type, 1) + number(version, 2) + vector(2, body);
}

struct HelloParts {
  std::uint16_t version = 0x0303;
  std::string random = std::string(32, 'c');
  std::string session_id = {};
  std::string suites = codes({0xc02f, 0x009c, 0x00ff});
  std::string extensions = server_name("www.example.test");
};
// Bodies, without the four bytes of header.
inline std::string client_hello(const HelloParts& p = {}) {
  return number(p.version, 2) + p.random + vector(1, p.session_id) + vector(2, p.suites) +
         vector(1, std::string(1, '\0')) + vector(2, p.extensions);
}
inline std::string server_hello(std::uint16_t suite, std::string_view extensions = {},
                                std::uint16_t version = 0x0303,
                                const std::string& random = std::string(32, 's')) {
  return number(version, 2) + random + vector(1, "") + number(suite, 2) + number(0, 1) +
         vector(2, extensions);
}
inline std::string supported_version(std::uint16_t version) {
  return extension(43, number(version, 2));
}
inline std::string retry_random() {
  constexpr unsigned char bytes[] = {0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11,
                                     0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
                                     0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E,
                                     0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};
  return {std::begin(bytes), std::end(bytes)};
}

// A file that tests/tools/make_fixtures.py made; tests run in the project's folder.
inline std::string fixture(const std::string& name) {
  std::ifstream in("tests/fixtures/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace tlswhy::testing
