#include "protection/record_protection.hpp"

#include <algorithm>

#include "protection/symmetric.hpp"

namespace tlswhy {
namespace {

using Mode = CipherTraits::Mode;

// RFC 8446 sections 5.2, 5.3.
class Tls13Protection : public RecordProtection {
 public:
  Tls13Protection(std::unique_ptr<Symmetric> cipher, std::size_t tag, Buffer iv)
      : cipher_(std::move(cipher)), tag_(tag), iv_(std::move(iv)) {}

  Fragment seal(ContentType type, Bytes data) override {
    Buffer inner = copy(data);
    inner.push_back(static_cast<std::uint8_t>(type));
    return {ContentType::application_data,
            cipher_->seal(nonce(), header(inner.size() + tag_), inner)};
  }
  std::optional<Fragment> open(ContentType type, Bytes body) override {
    if (type != ContentType::application_data) return std::nullopt;
    auto inner = cipher_->open(nonce(), header(body.size()), body);
    if (!inner) return std::nullopt;
    while (!inner->empty() && inner->back() == 0) inner->pop_back();
    if (inner->empty()) return std::nullopt;
    const auto inner_type = static_cast<ContentType>(inner->back());
    inner->pop_back();
    return Fragment{inner_type, std::move(*inner)};
  }

 private:
  Buffer nonce() {
    Buffer out = iv_;
    for (unsigned i = 0; i < 8; ++i) {
      out[out.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence_ >> 8 * i);
    }
    ++sequence_;
    return out;
  }
  static Buffer header(std::size_t length) {
    Buffer out = {23, 3, 3};
    put_number(out, length, 2);
    return out;
  }

  std::unique_ptr<Symmetric> cipher_;
  std::size_t tag_;
  Buffer iv_;
  std::uint64_t sequence_ = 0;
};

// What is authenticated beside the text up to TLS 1.2 (RFC 5246 section 6.2.3).
Buffer pseudo_header(std::uint64_t sequence, ContentType type, ProtocolVersion version,
                     std::size_t length) {
  Buffer out;
  put_number(out, sequence, 8);
  out.push_back(static_cast<std::uint8_t>(type));
  if (version > ProtocolVersion::SSLv3) put_number(out, code(version), 2);  // RFC 6101 has none
  put_number(out, length, 2);
  return out;
}

// RFC 5246 section 6.2.3.3: GCM and CCM show 8 bytes of the nonce, ChaCha20 derives it from the
// number of the record (RFC 7905 section 2).
class AeadProtection : public RecordProtection {
 public:
  AeadProtection(std::unique_ptr<Symmetric> cipher, CipherTraits traits, Buffer iv)
      : cipher_(std::move(cipher)), traits_(traits), iv_(std::move(iv)) {}

  Fragment seal(ContentType type, Bytes data) override {
    Buffer shown;
    if (traits_.explicit_nonce) put_number(shown, sequence_, 8);
    const Buffer sealed = cipher_->seal(nonce(shown), associated(type, data.size()), data);
    ++sequence_;
    return {type, joined({shown, sealed})};
  }
  std::optional<Fragment> open(ContentType type, Bytes body) override {
    Reader in(body);
    const Bytes shown = in.bytes(traits_.explicit_nonce ? 8 : 0);
    const Bytes sealed = in.rest();
    if (!in.ok() || sealed.size() < traits_.tag) return std::nullopt;
    auto text = cipher_->open(nonce(shown), associated(type, sealed.size() - traits_.tag), sealed);
    ++sequence_;
    if (!text) return std::nullopt;
    return Fragment{type, std::move(*text)};
  }

 private:
  [[nodiscard]] Buffer nonce(Bytes shown) const {
    if (traits_.explicit_nonce) return joined({iv_, shown});
    Buffer out = iv_;
    for (unsigned i = 0; i < 8; ++i) {
      out[out.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence_ >> 8 * i);
    }
    return out;
  }
  [[nodiscard]] Buffer associated(ContentType type, std::size_t length) const {
    return pseudo_header(sequence_, type, ProtocolVersion::TLSv1_2, length);
  }

  std::unique_ptr<Symmetric> cipher_;
  CipherTraits traits_;
  Buffer iv_;
  std::uint64_t sequence_ = 0;
};

// The MAC of a record: HMAC, and its forerunner of SSLv3 (RFC 6101 section 5.2.3.1).
class RecordMac {
 public:
  RecordMac(Hash hash, Buffer key, ProtocolVersion version)
      : hash_(hash), key_(std::move(key)), version_(version) {}

  Buffer next(ContentType type, Bytes data) {
    const Buffer text = joined({pseudo_header(sequence_++, type, version_, data.size()), data});
    if (version_ > ProtocolVersion::SSLv3) return hmac(hash_, key_, text);
    const std::size_t pad = hash_ == Hash::md5 ? 48 : 40;
    const Buffer inner = digest(hash_, joined({key_, Buffer(pad, 0x36), text}));
    return digest(hash_, joined({key_, Buffer(pad, 0x5c), inner}));
  }
  [[nodiscard]] std::size_t size() const { return size_of(hash_); }

 private:
  Hash hash_;
  Buffer key_;
  ProtocolVersion version_;
  std::uint64_t sequence_ = 0;
};

// Splits `text` into data and MAC; nothing where the MAC is not that of the data.
std::optional<Fragment> checked(RecordMac& mac, ContentType type, Bytes text) {
  if (text.size() < mac.size()) return std::nullopt;
  const Bytes data = text.first(text.size() - mac.size());
  if (!std::ranges::equal(mac.next(type, data), text.last(mac.size()))) return std::nullopt;
  return Fragment{type, copy(data)};
}

class StreamProtection : public RecordProtection {
 public:
  StreamProtection(std::unique_ptr<Symmetric> cipher, RecordMac mac)
      : cipher_(std::move(cipher)), mac_(std::move(mac)) {}

  Fragment seal(ContentType type, Bytes data) override {
    return {type, cipher_->stream(joined({data, mac_.next(type, data)}))};
  }
  std::optional<Fragment> open(ContentType type, Bytes body) override {
    return checked(mac_, type, cipher_->stream(body));
  }

 private:
  std::unique_ptr<Symmetric> cipher_;
  RecordMac mac_;
};

struct CbcForm {
  std::size_t block;
  bool explicit_iv;       // since TLS 1.1; before, the last block of the record before
  bool encrypt_then_mac;  // RFC 7366
  bool ssl3_padding;      // any bytes, at most one block (RFC 6101 section 5.2.3.2)
};

class CbcProtection : public RecordProtection {
 public:
  CbcProtection(std::unique_ptr<Symmetric> cipher, RecordMac mac, CbcForm form, Buffer iv,
                Random random)
      : cipher_(std::move(cipher)),
        mac_(std::move(mac)),
        form_(form),
        iv_(std::move(iv)),
        random_(std::move(random)) {}

  Fragment seal(ContentType type, Bytes data) override {
    Buffer text = copy(data);
    if (!form_.encrypt_then_mac) put(text, mac_.next(type, data));
    const std::size_t padding = form_.block - 1 - text.size() % form_.block;
    text.insert(text.end(), padding + 1, static_cast<std::uint8_t>(padding));
    if (form_.explicit_iv) iv_ = random_bytes(random_, form_.block);
    const Buffer sealed = cipher_->cbc(true, iv_, text);
    Buffer out = form_.explicit_iv ? joined({iv_, sealed}) : sealed;
    iv_ = copy(Bytes(sealed).last(form_.block));
    if (form_.encrypt_then_mac) put(out, mac_.next(type, out));
    return {type, std::move(out)};
  }

  std::optional<Fragment> open(ContentType type, Bytes body) override {
    std::optional<Fragment> whole;
    if (form_.encrypt_then_mac) {
      whole = checked(mac_, type, body);
      if (!whole) return std::nullopt;
      body = whole->data;
    }
    Reader in(body);
    if (form_.explicit_iv) iv_ = copy(in.bytes(form_.block));
    const Bytes sealed = in.rest();
    if (!in.ok() || sealed.empty() || sealed.size() % form_.block != 0) return std::nullopt;
    const Buffer text = cipher_->cbc(false, iv_, sealed);
    iv_ = copy(sealed.last(form_.block));
    const auto unpadded = without_padding(text);
    if (!unpadded) return std::nullopt;
    if (form_.encrypt_then_mac) return Fragment{type, copy(*unpadded)};
    return checked(mac_, type, *unpadded);
  }

 private:
  [[nodiscard]] std::optional<Bytes> without_padding(Bytes text) const {
    if (text.empty()) return std::nullopt;
    const std::size_t padding = std::size_t{text.back()} + 1;
    if (padding > text.size()) return std::nullopt;
    const bool regular =
        std::ranges::all_of(text.last(padding), [&](auto b) { return b == text.back(); });
    if (!regular && !form_.ssl3_padding) return std::nullopt;
    return text.first(text.size() - padding);
  }

  std::unique_ptr<Symmetric> cipher_;
  RecordMac mac_;
  CbcForm form_;
  Buffer iv_;
  Random random_;
};

}  // namespace

KeySizes key_sizes(const SuiteTraits& suite, ProtocolVersion version) {
  const CipherTraits cipher = traits(suite.cipher);
  if (cipher.mode == Mode::aead) {
    const bool part = cipher.explicit_nonce && !is_tls13(version);
    return {0, cipher.key, part ? std::size_t{4} : std::size_t{12}};
  }
  const bool implicit = cipher.mode == Mode::cbc && version <= ProtocolVersion::TLSv1_0;
  return {size_of(suite.hash), cipher.key, implicit ? cipher.block : std::size_t{0}};
}

std::unique_ptr<RecordProtection> make_protection(const SuiteTraits& suite, ProtocolVersion version,
                                                  DirectionKeys keys, bool encrypt_then_mac,
                                                  Random random) {
  const CipherTraits cipher = traits(suite.cipher);
  auto symmetric = Symmetric::make(suite.cipher, keys.key);
  if (!symmetric) return nullptr;
  if (is_tls13(version)) {
    return std::make_unique<Tls13Protection>(std::move(symmetric), cipher.tag, std::move(keys.iv));
  }
  if (cipher.mode == Mode::aead) {
    return std::make_unique<AeadProtection>(std::move(symmetric), cipher, std::move(keys.iv));
  }
  RecordMac mac(suite.hash, std::move(keys.mac_key), version);
  if (cipher.mode == Mode::stream) {
    return std::make_unique<StreamProtection>(std::move(symmetric), std::move(mac));
  }
  const CbcForm form{cipher.block, version > ProtocolVersion::TLSv1_0, encrypt_then_mac,
                     version == ProtocolVersion::SSLv3};
  return std::make_unique<CbcProtection>(std::move(symmetric), std::move(mac), form,
                                         std::move(keys.iv), std::move(random));
}

}  // namespace tlswhy
