// --redact: what identifies somebody's network is said with stand-ins, the same one for the same
// thing wherever it is said. A stand-in comes from what is set aside for documentation: addresses
// of RFC 5737 and RFC 3849, names below .example (RFC 2606).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/endpoint.hpp"
#include "base/result.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

class Redactor {
 public:
  enum class Kind : std::uint8_t { address, host, name, serial, hash, path, input };

  // Loopback (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3) and the unspecified address say
  // nothing of a network and stay.
  [[nodiscard]] IpAddress address(const IpAddress& ip);
  [[nodiscard]] Endpoint endpoint(const Endpoint& end) { return {address(end.ip), end.port}; }
  // What a host, a certificate or somebody who issues them is called: an address, a DNS name (with
  // as many labels as it had, and the same ones where it shares them with another name), a
  // distinguished name in RFC 4514 order, or any words. "localhost" stays.
  [[nodiscard]] std::string name(std::string_view name);
  // Several names with ", " between, as names_text() has them.
  [[nodiscard]] std::string names(std::string_view names);
  // A label that somebody chose.
  [[nodiscard]] std::string label(std::string_view label);
  [[nodiscard]] std::string serial(std::string_view hex);
  [[nodiscard]] std::string hash(std::string_view hex);  // as many digits
  [[nodiscard]] Sha256 hash(const Sha256& sha256);
  [[nodiscard]] std::string url(std::string_view url);
  // A file as it was named on the command line: only what kind of file its name says stays.
  [[nodiscard]] std::string input(std::string_view path);

  // A text in which what is known from elsewhere may stand, and addresses.
  [[nodiscard]] std::string known(std::string_view text) { return words(text, false); }
  // A text off the wire: whatever looks like the name of a host is one.
  [[nodiscard]] std::string wire(std::string_view text) { return words(text, true); }

  // Every stand-in that was given, in this order: lines of kind, stand-in and original with tabs
  // between.
  [[nodiscard]] std::string key() const;
  // Goes on from an earlier key, so that its stand-ins are given again. `path` is for errors.
  Result<void> take_key(const std::string& path, std::string_view key);

 private:
  struct Given {
    Kind kind{};
    std::string stand_in, original;
  };
  using Originals = std::map<std::string, std::string, std::less<>>;

  [[nodiscard]] const std::string* find(Kind kind, std::string_view original) const;
  const std::string& give(Kind kind, std::string original, std::string stand_in);
  [[nodiscard]] std::string next(Kind kind, std::string_view prefix);
  [[nodiscard]] std::string plain_name(std::string_view name);  // no port, and not of parts
  [[nodiscard]] std::string host(std::string_view name);
  [[nodiscard]] std::string zone(const std::string& lower, std::string_view prefix);
  [[nodiscard]] std::string distinguished_name(std::string_view name);
  [[nodiscard]] std::string words(std::string_view text, bool from_wire);
  [[nodiscard]] std::string token(std::string_view token, bool from_wire);
  [[nodiscard]] std::string part(std::string_view part, bool from_wire);  // without a colon
  [[nodiscard]] const std::string* known_word(const std::string& word) const;

  std::vector<Given> given_;
  std::array<Originals, 7> by_kind_;      // by Kind: original to stand-in
  std::array<std::uint32_t, 7> count_{};  // by Kind: the last one of its names
  std::uint32_t count_v6_ = 0;            // of Kind::address
  std::vector<std::size_t> phrases_;      // in given_: originals of more than one word
};

}  // namespace tlswhy
