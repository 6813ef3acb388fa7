// The exact cipher suites that a proved change leaves a described server with, as each product
// writes them: names of OpenSSL (openssl-ciphers(1)), or those of the Windows policy "SSL Cipher
// Suite Order" in one line of at most 1,023 characters.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "knowledge/language.hpp"
#include "remedy/remedy.hpp"
#include "remedy/world.hpp"

namespace tlswhy {

// "ECDHE-RSA-AES128-GCM-SHA256:...", in the given order; without the suites of TLS 1.3, which have
// a list of their own, and without those that OpenSSL does not have.
std::string openssl_list(const std::vector<CipherSuite>& suites);

// How a Windows version names suites: up to Server 2012 R2 the curve stands behind the name.
struct WindowsRelease {
  const char* name;          // "Windows Server 2012 R2, 2008 R2"
  knowledge::ClientId like;  // its Schannel as a client: the suites that it has
  bool curve_in_name;
};
struct PolicyLine {
  std::string text;
  std::size_t left_out = 0;  // names for which there was no room; the last ones in order
};
// In the given order, what that Windows has of the suites.
PolicyLine policy_line(const std::vector<CipherSuite>& suites, const WindowsRelease& windows);

// Adds the lists to the steps of every proved change after which the server has other suites, or
// has them in another order; a list with which it would not connect, as the product lacks suites
// that the proof needs, is left out. The server of `world` must have been described, not assumed.
void add_suite_lists(std::vector<Remedy>& remedies, const World& world);

}  // namespace tlswhy
