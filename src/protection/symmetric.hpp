// A symmetric cipher of libcrypto under one key, made new for each call.
#pragma once

#include <memory>
#include <optional>

#include "protection/cipher.hpp"
#include "wire/byte_writer.hpp"

namespace tlswhy {

class Symmetric {
 public:
  // Null where libcrypto has not the cipher, or the key is not one of its.
  static std::unique_ptr<Symmetric> make(Cipher cipher, Bytes key);

  // AEAD: ciphertext and tag; nothing where the tag is wrong.
  [[nodiscard]] Buffer seal(Bytes nonce, Bytes associated, Bytes plain) const;
  [[nodiscard]] std::optional<Buffer> open(Bytes nonce, Bytes associated, Bytes sealed) const;
  // CBC without padding; `data` is whole blocks.
  [[nodiscard]] Buffer cbc(bool encrypt, Bytes iv, Bytes data) const;
  // Stream: goes on from where the last call ended; null passes everything through.
  Buffer stream(Bytes data);

 private:
  Symmetric(CipherTraits traits, std::shared_ptr<void> cipher, Bytes key);

  CipherTraits traits_;
  std::shared_ptr<void> cipher_;   // EVP_CIPHER
  std::shared_ptr<void> running_;  // EVP_CIPHER_CTX of a stream
  Buffer key_;
};

}  // namespace tlswhy
