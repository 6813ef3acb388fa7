// What a reader of a dialect that prints handshakes makes of one line.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "sources/log/printed_handshake.hpp"

namespace tlswhy {

enum class Took : std::uint8_t {
  nothing,  // it says nothing to this reader; its words may say something
  event,    // it told of the handshake, and its words may say more
  inside,   // a line of a message that is printed: no words of a party
  begins,   // the line begins another connection; it is given again once that one has begun
};

// The trust stores that one text lists, shared by all of its connections.
class TrustStores {
 public:
  // The store that is listed next is the one that the library loads by itself.
  void announce_default() { default_next_ = true; }
  // `fresh`: the certificate is the first one of a store.
  void add(std::shared_ptr<const Certificate> certificate, bool fresh);
  // Those that the program loaded itself, for it is going to use them; where it loaded none, those
  // of the library.
  [[nodiscard]] std::vector<std::shared_ptr<const CertificateList>> all() const;

 private:
  static constexpr std::size_t most_stores = 4;
  static constexpr std::size_t most_certificates = 2'000;
  struct Store {
    std::shared_ptr<CertificateList> list;
    bool by_default = false;
  };
  std::vector<Store> stores_;
  bool default_next_ = false;
  bool too_many_ = false;  // what is added now belongs to a store beyond the last one kept
};

}  // namespace tlswhy
