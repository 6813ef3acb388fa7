// PKCS#12 (RFC 7292): the certificates of all bags. Keys are left encrypted. Files of before 2022
// are mostly encrypted with RC2 and 3DES, for which OpenSSL 3 needs its legacy provider.
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include <memory>
#include <vector>

#include "x509/bundle/formats.hpp"
#include "x509/bundle/key_rounds.hpp"

namespace tlswhy::bundle {
namespace {

// Safe contents may lie in one another (RFC 7292 §4.2.6).
constexpr int deepest_bag = 8;
// What Java writes beside a certificate that it trusts; without it, Java takes a certificate for no
// trust anchor.
constexpr const char* java_trusted = "2.16.840.1.113894.746875.1.1";

struct FreeStore {
  void operator()(PKCS12* p) const { PKCS12_free(p); }
  void operator()(STACK_OF(PKCS7) * p) const { sk_PKCS7_pop_free(p, PKCS7_free); }
  void operator()(STACK_OF(PKCS12_SAFEBAG) * p) const {
    sk_PKCS12_SAFEBAG_pop_free(p, PKCS12_SAFEBAG_free);
  }
};
using Store = std::unique_ptr<PKCS12, FreeStore>;
using Safes = std::unique_ptr<STACK_OF(PKCS7), FreeStore>;
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeStore>;

// A library context of its own with the old ciphers, so that nothing else may use them. Nothing
// where the provider is not installed.
OSSL_LIB_CTX* legacy_context() {
  struct Context {
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    OSSL_PROVIDER* legacy = OSSL_PROVIDER_load(context, "legacy");
    OSSL_PROVIDER* standard = OSSL_PROVIDER_load(context, "default");
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() {
      OSSL_PROVIDER_unload(standard);
      OSSL_PROVIDER_unload(legacy);
      OSSL_LIB_CTX_free(context);
    }
  };
  static const Context made;
  return made.legacy != nullptr && made.standard != nullptr ? made.context : nullptr;
}

// The errors since the last ERR_clear_error() say that an algorithm is not there.
bool algorithm_missing() {
  bool missing = false;
  while (const unsigned long error = ERR_get_error()) {
    const int reason = ERR_GET_REASON(error);
    missing = missing || reason == ERR_R_UNSUPPORTED || reason == ERR_R_FETCH_FAILED;
  }
  return missing;
}

Store parse(Bytes bytes, OSSL_LIB_CTX* context) {
  PKCS12* store = PKCS12_init_ex(NID_pkcs7_data, context, nullptr);
  const std::uint8_t* at = bytes.data();
  if (store == nullptr) return nullptr;
  // On failure d2i frees what it was given.
  if (d2i_PKCS12(&store, &at, static_cast<long>(bytes.size())) == nullptr) return nullptr;
  return Store(store);
}

// nullptr is no password, which is not the same as an empty one (RFC 7292 §B.1).
using Password = const char*;

int length_of(Password password) {
  return password == nullptr ? 0 : static_cast<int>(std::string_view(password).size());
}

std::uint64_t rounds_of(const X509_ALGOR* algorithm) {
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(nullptr, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE) return 0;
  const auto* text = static_cast<const ASN1_STRING*>(value);
  return key_rounds(
      {ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))});
}

enum class Opened { yes, wrong_password, missing_algorithm, damaged };

class Pkcs12Reader {
 public:
  Pkcs12Reader(const Input& input, BundleFindings& out) : input_(input), out_(out) {}

  Result<void> read() {
    if (!parse_in(nullptr)) return failed(Error::Kind::malformed, "is a damaged PKCS#12 file");
    if (total_rounds() > max_key_rounds)
      return failed(Error::Kind::unsupported,
                    fmt::format("asks for more than {} rounds of key derivation", max_key_rounds));
    Opened opened = open();
    if (opened == Opened::missing_algorithm) {
      OSSL_LIB_CTX* legacy = legacy_context();
      if (legacy == nullptr)
        return failed(Error::Kind::unsupported,
                      "is encrypted with an old cipher (RC2), for which OpenSSL's legacy provider "
                      "has to be installed");
      if (parse_in(legacy)) opened = open();
    }
    ERR_clear_error();
    switch (opened) {
      case Opened::yes: break;
      case Opened::missing_algorithm:
        return failed(Error::Kind::unsupported, "is encrypted in a way that OpenSSL does not know");
      case Opened::damaged: return failed(Error::Kind::malformed, "is a damaged PKCS#12 file");
      case Opened::wrong_password:
        return failed(Error::Kind::usage, input_.password.empty()
                                              ? "is encrypted, and no password was given"
                                              : "the password is wrong");
    }
    for (const Bags& bags : contents_) read_bags(bags.get(), 0);
    note_untrusted();
    return {};
  }

 private:
  [[nodiscard]] std::unexpected<Error> failed(Error::Kind kind, const std::string& why) const {
    return failure(kind, fmt::format("{}: {}", input_.name, why));
  }

  bool parse_in(OSSL_LIB_CTX* context) {
    store_ = parse(input_.bytes, context);
    safes_.reset(store_ ? PKCS12_unpack_authsafes(store_.get()) : nullptr);
    return safes_ != nullptr;
  }

  [[nodiscard]] std::uint64_t total_rounds() const {
    std::uint64_t total = 0;
    const ASN1_INTEGER* mac_rounds = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &mac_rounds, store_.get());
    std::uint64_t rounds = 0;
    if (mac_rounds != nullptr)
      total = ASN1_INTEGER_get_uint64(&rounds, mac_rounds) == 1 ? rounds : max_key_rounds + 1;
    for (int i = 0; i < sk_PKCS7_num(safes_.get()) && total <= max_key_rounds; ++i) {
      const PKCS7* safe = sk_PKCS7_value(safes_.get(), i);
      if (encrypted(safe)) total += rounds_of(safe->d.encrypted->enc_data->algorithm);
    }
    return total;
  }

  static bool encrypted(const PKCS7* safe) {
    return OBJ_obj2nid(safe->type) == NID_pkcs7_encrypted;
  }

  // MACs of RFC 9579 are new; where one stands, decryption alone tells a wrong password.
  [[nodiscard]] bool has_known_mac() const {
    if (PKCS12_mac_present(store_.get()) != 1) return false;
    const X509_ALGOR* algorithm = nullptr;
    PKCS12_get0_mac(nullptr, &algorithm, nullptr, nullptr, store_.get());
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(object) != NID_pbmac1;
  }

  Opened open() {
    if (!input_.password.empty()) return open_with(input_.password.c_str(), has_known_mac());
    Opened opened = Opened::wrong_password;
    for (const Password guess : {Password(nullptr), "changeit", ""}) {
      opened = open_with(guess, has_known_mac());
      if (opened != Opened::wrong_password) return opened;
    }
    // Nothing in it may be encrypted but keys: then only its MAC cannot be checked.
    return open_with(nullptr, false);
  }

  Opened open_with(Password password, bool check_mac) {
    contents_.clear();
    ERR_clear_error();
    if (check_mac && PKCS12_verify_mac(store_.get(), password, length_of(password)) != 1) {
      return algorithm_missing() ? Opened::missing_algorithm : Opened::wrong_password;
    }
    for (int i = 0; i < sk_PKCS7_num(safes_.get()); ++i) {
      PKCS7* safe = sk_PKCS7_value(safes_.get(), i);
      const int type = OBJ_obj2nid(safe->type);
      if (type != NID_pkcs7_data && type != NID_pkcs7_encrypted) continue;
      Bags bags(type == NID_pkcs7_data
                    ? PKCS12_unpack_p7data(safe)
                    : PKCS12_unpack_p7encdata(safe, password, length_of(password)));
      if (!bags) {
        if (type == NID_pkcs7_data) return Opened::damaged;
        return algorithm_missing() ? Opened::missing_algorithm : Opened::wrong_password;
      }
      contents_.push_back(std::move(bags));
    }
    return Opened::yes;
  }

  void read_bags(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags) && !out_.full(); ++i) {
      const PKCS12_SAFEBAG* bag = sk_PKCS12_SAFEBAG_value(bags, i);
      const std::string place = fmt::format("bag {}", ++bags_);
      switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_certBag: read_certificate_bag(bag, place); break;
        case NID_keyBag:
        case NID_pkcs8ShroudedKeyBag:
          has_key_ = true;
          out_.private_key(place);
          break;
        case NID_crlBag: out_.other("a certificate revocation list"); break;
        case NID_safeContentsBag:
          if (depth < deepest_bag) read_bags(PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
          break;
        default: break;
      }
    }
  }

  void read_certificate_bag(const PKCS12_SAFEBAG* bag, const std::string& place) {
    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) return;
    const std::unique_ptr<X509, decltype(&X509_free)> x509(PKCS12_SAFEBAG_get1_cert(bag),
                                                           X509_free);
    std::uint8_t* der = nullptr;
    const int size = x509 ? i2d_X509(x509.get(), &der) : 0;
    if (size > 0) {
      out_.certificate({der, static_cast<std::size_t>(size)}, place);
    } else {
      out_.damaged(place, "is damaged");
    }
    OPENSSL_free(der);
    ++certificates_;
    const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> wanted(
        OBJ_txt2obj(java_trusted, 1), ASN1_OBJECT_free);
    if (X509at_get_attr_by_OBJ(PKCS12_SAFEBAG_get0_attrs(bag), wanted.get(), -1) < 0) ++unmarked_;
  }

  // In a store without a key: it is meant to be trusted.
  void note_untrusted() {
    if (has_key_ || unmarked_ == 0) return;
    out_.note(
        fmt::format("{} of {} certificates do not carry Java's mark of trust ({}); Java takes "
                    "them for no trust anchors",
                    unmarked_, certificates_, java_trusted));
  }

  const Input& input_;
  BundleFindings& out_;
  Store store_;
  Safes safes_;
  std::vector<Bags> contents_;
  std::size_t bags_ = 0;
  bool has_key_ = false;
  std::size_t certificates_ = 0;
  std::size_t unmarked_ = 0;
};

}  // namespace

Result<void> read_pkcs12(const Input& input, BundleFindings& out) {
  return Pkcs12Reader(input, out).read();
}

}  // namespace tlswhy::bundle
