#include "protection/symmetric.hpp"

#include <openssl/evp.h>

#include <string_view>

#include "protection/libcrypto.hpp"

namespace tlswhy {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Context make_context() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }
EVP_CIPHER* cipher_of(const std::shared_ptr<void>& cipher) {
  return static_cast<EVP_CIPHER*>(cipher.get());
}
int size(Bytes bytes) { return static_cast<int>(bytes.size()); }

// Initialises an AEAD: CCM wants its sizes before the key, and the length of the text before it.
bool start(EVP_CIPHER_CTX* context, const EVP_CIPHER* cipher, bool encrypt, Bytes key, Bytes nonce,
           std::size_t tag_size, const std::uint8_t* tag) {
  const int direction = encrypt ? 1 : 0;
  const bool ccm = EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CCM_MODE;
  void* tag_value = const_cast<std::uint8_t*>(tag);  // read only, in spite of the interface
  return EVP_CipherInit_ex(context, cipher, nullptr, nullptr, nullptr, direction) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, size(nonce), nullptr) == 1 &&
         ((encrypt && !ccm) || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG,
                                                   static_cast<int>(tag_size), tag_value) == 1) &&
         EVP_CipherInit_ex(context, nullptr, nullptr, key.data(), nonce.data(), direction) == 1;
}

// Associated data and text of an AEAD; the text may be empty.
bool run(EVP_CIPHER_CTX* context, const EVP_CIPHER* cipher, Bytes associated, Bytes in,
         Buffer& out) {
  static constexpr std::uint8_t nothing = 0;
  int done = 0;
  if (EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CCM_MODE &&
      EVP_CipherUpdate(context, nullptr, &done, nullptr, size(in)) != 1) {
    return false;
  }
  if (!associated.empty() &&
      EVP_CipherUpdate(context, nullptr, &done, associated.data(), size(associated)) != 1) {
    return false;
  }
  out.resize(in.size() + 16);  // never a null pointer
  const bool good = EVP_CipherUpdate(context, out.data(), &done, in.empty() ? &nothing : in.data(),
                                     size(in)) == 1;
  out.resize(in.size());
  return good;
}

}  // namespace

Symmetric::Symmetric(CipherTraits traits, std::shared_ptr<void> cipher, Bytes key)
    : traits_(traits), cipher_(std::move(cipher)), key_(copy(key)) {}

std::unique_ptr<Symmetric> Symmetric::make(Cipher cipher, Bytes key) {
  const CipherTraits traits = tlswhy::traits(cipher);
  if (std::string_view(traits.name).empty()) {
    return std::unique_ptr<Symmetric>(new Symmetric(traits, nullptr, {}));
  }
  const std::shared_ptr<EVP_CIPHER> fetched(EVP_CIPHER_fetch(library(), traits.name, nullptr),
                                            EVP_CIPHER_free);
  if (!fetched || key.size() != traits.key) return nullptr;
  return std::unique_ptr<Symmetric>(new Symmetric(traits, fetched, key));
}

Buffer Symmetric::seal(Bytes nonce, Bytes associated, Bytes plain) const {
  const Context context = make_context();
  const EVP_CIPHER* cipher = cipher_of(cipher_);
  Buffer out;
  if (!start(context.get(), cipher, true, key_, nonce, traits_.tag, nullptr) ||
      !run(context.get(), cipher, associated, plain, out)) {
    return {};
  }
  std::uint8_t block[EVP_MAX_BLOCK_LENGTH];
  int done = 0;
  EVP_CipherFinal_ex(context.get(), block, &done);
  Buffer tag(traits_.tag);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, traits_.tag, tag.data());
  put(out, tag);
  return out;
}

std::optional<Buffer> Symmetric::open(Bytes nonce, Bytes associated, Bytes sealed) const {
  if (sealed.size() < traits_.tag) return std::nullopt;
  const Context context = make_context();
  const EVP_CIPHER* cipher = cipher_of(cipher_);
  const Bytes text = sealed.first(sealed.size() - traits_.tag);
  const Bytes tag = sealed.last(traits_.tag);
  Buffer out;
  if (!start(context.get(), cipher, false, key_, nonce, traits_.tag, tag.data()) ||
      !run(context.get(), cipher, associated, text, out)) {
    return std::nullopt;
  }
  if (EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CCM_MODE) return out;  // the tag was looked at above
  std::uint8_t block[EVP_MAX_BLOCK_LENGTH];
  int done = 0;
  if (EVP_CipherFinal_ex(context.get(), block, &done) != 1) return std::nullopt;
  return out;
}

Buffer Symmetric::cbc(bool encrypt, Bytes iv, Bytes data) const {
  const Context context = make_context();
  Buffer out(data.size() + traits_.block);
  int done = 0;
  if (EVP_CipherInit_ex(context.get(), cipher_of(cipher_), nullptr, key_.data(), iv.data(),
                        encrypt ? 1 : 0) != 1 ||
      EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
      EVP_CipherUpdate(context.get(), out.data(), &done, data.data(), size(data)) != 1) {
    return {};
  }
  out.resize(data.size());
  return out;
}

Buffer Symmetric::stream(Bytes data) {
  if (!cipher_ || data.empty()) return copy(data);
  if (!running_) {
    const std::shared_ptr<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    EVP_CipherInit_ex(context.get(), cipher_of(cipher_), nullptr, key_.data(), nullptr, 1);
    running_ = context;
  }
  Buffer out(data.size());
  int done = 0;
  EVP_CipherUpdate(static_cast<EVP_CIPHER_CTX*>(running_.get()), out.data(), &done, data.data(),
                   size(data));
  return out;
}

}  // namespace tlswhy
