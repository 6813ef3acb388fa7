#include "session/testing/libssl_server.hpp"

#include <gtest/gtest.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <map>

namespace tlswhy::testing {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Maker = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

Key generated(EVP_PKEY_CTX* maker) {
  EVP_PKEY* out = nullptr;
  EVP_PKEY_keygen(maker, &out);
  return {out, EVP_PKEY_free};
}

Key make_simple(const char* type, const char* curve = nullptr) {
  const Maker maker(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_keygen_init(maker.get());
  if (curve != nullptr) EVP_PKEY_CTX_set_group_name(maker.get(), curve);
  return generated(maker.get());
}

Key make_with_parameters(const char* type, int bits) {
  const Maker maker(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_paramgen_init(maker.get());
  if (std::string_view(type) == "DH") {
    EVP_PKEY_CTX_set_dh_paramgen_prime_len(maker.get(), bits);
  } else {
    EVP_PKEY_CTX_set_dsa_paramgen_bits(maker.get(), bits);
  }
  EVP_PKEY* out = nullptr;
  EVP_PKEY_paramgen(maker.get(), &out);
  Key parameters(out, EVP_PKEY_free);
  if (std::string_view(type) == "DH") return parameters;
  const Maker from(EVP_PKEY_CTX_new(out, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_keygen_init(from.get());
  return generated(from.get());
}

Key make_key(KeyType type) {
  switch (type) {
    case KeyType::rsa: return make_simple("RSA");
    case KeyType::rsa_pss: return make_simple("RSA-PSS");
    case KeyType::p256: return make_simple("EC", "P-256");
    case KeyType::p384: return make_simple("EC", "P-384");
    case KeyType::p521: return make_simple("EC", "P-521");
    case KeyType::brainpool256: return make_simple("EC", "brainpoolP256r1");
    case KeyType::ed25519: return make_simple("ED25519");
    case KeyType::ed448: return make_simple("ED448");
    case KeyType::dsa: return make_with_parameters("DSA", 1024);
    case KeyType::none: break;
  }
  return nullptr;
}

struct Identity {
  Key key;
  std::shared_ptr<X509> certificate;
};

// One of each kind for the whole program: making an RSA or DSA key takes a while.
const Identity& identity(KeyType type) {
  static std::map<KeyType, Identity> made;
  Identity& out = made[type];
  if (out.key || type == KeyType::none) return out;
  out.key = make_key(type);
  out.certificate = {X509_new(), X509_free};
  X509* certificate = out.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, out.key.get());
  const bool edwards = type == KeyType::ed25519 || type == KeyType::ed448;
  X509_sign(certificate, out.key.get(), edwards ? nullptr : EVP_sha256());
  return out;
}

int select_alpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in,
                unsigned int in_size, void* wanted) {
  const auto& name = *static_cast<const std::string*>(wanted);
  for (unsigned int at = 0; at + in[at] < in_size; at += in[at] + 1U) {
    if (std::string_view(reinterpret_cast<const char*>(in + at + 1), in[at]) != name) continue;
    *out = in + at + 1;
    *size = in[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

int staple(SSL* ssl, void* given) {
  const auto& text = *static_cast<const std::string*>(given);
  void* copy = OPENSSL_memdup(text.data(), text.size());
  SSL_set_tlsext_status_ocsp_resp(ssl, static_cast<unsigned char*>(copy),
                                  static_cast<long>(text.size()));
  return SSL_TLSEXT_ERR_OK;
}

int take_any(int, X509_STORE_CTX*) { return 1; }

}  // namespace

ClientCertificate make_certificate(KeyType type) {
  const Identity& own = identity(type);
  ClientCertificate out;
  out.chain.emplace_back(static_cast<std::size_t>(i2d_X509(own.certificate.get(), nullptr)));
  unsigned char* at = out.chain.back().data();
  i2d_X509(own.certificate.get(), &at);
  out.private_key.resize(static_cast<std::size_t>(i2d_PrivateKey(own.key.get(), nullptr)));
  at = out.private_key.data();
  i2d_PrivateKey(own.key.get(), &at);
  return out;
}

struct LibsslServer::Parts {
  ServerSettings settings;
  std::shared_ptr<SSL_CTX> context;
  std::shared_ptr<SSL> ssl;
  std::string error;
  std::string text;
  int alert = -1;

  BIO* in() const { return SSL_get_rbio(ssl.get()); }
  BIO* out() const { return SSL_get_wbio(ssl.get()); }
  void note_error(int result) {
    if (SSL_get_error(ssl.get(), result) != SSL_ERROR_SSL || !error.empty()) return;
    error = ERR_reason_error_string(ERR_peek_last_error());
  }
  void go_on() {
    ERR_clear_error();
    if (!SSL_is_init_finished(ssl.get())) {
      const int result = SSL_accept(ssl.get());
      if (result != 1) return note_error(result);
    }
    std::array<char, 20'000> piece{};
    int size = 0;
    while ((size = SSL_read(ssl.get(), piece.data(), piece.size())) > 0) {
      text.append(piece.data(), static_cast<std::size_t>(size));
    }
    note_error(size);
  }
};

LibsslServer::LibsslServer(const ServerSettings& settings) : parts_(std::make_unique<Parts>()) {
  parts_->settings = settings;
  parts_->context = {SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  SSL_CTX* context = parts_->context.get();
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, code(settings.lowest));
  SSL_CTX_set_max_proto_version(context, code(settings.highest));
  SSL_CTX_set_cipher_list(context, settings.ciphers.c_str());
  if (!settings.suites.empty()) SSL_CTX_set_ciphersuites(context, settings.suites.c_str());
  if (!settings.groups.empty()) SSL_CTX_set1_groups_list(context, settings.groups.c_str());
  if (settings.key != KeyType::none) {
    SSL_CTX_use_certificate(context, identity(settings.key).certificate.get());
    SSL_CTX_use_PrivateKey(context, identity(settings.key).key.get());
  }
  if (settings.dh_bits == 0) {
    SSL_CTX_set_dh_auto(context, 1);
  } else {
    const Key parameters = make_with_parameters("DH", static_cast<int>(settings.dh_bits));
    // Even at level 0 libssl's own callback takes no group below 1,024 bits.
    SSL_CTX_set_security_callback(
        context, [](const SSL*, const SSL_CTX*, int, int, int, void*, void*) { return 1; });
    EVP_PKEY_up_ref(parameters.get());
    SSL_CTX_set0_tmp_dh_pkey(context, parameters.get());
  }
  if (settings.requires_certificate) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any);
    SSL_CTX_add_client_CA(context, identity(KeyType::p256).certificate.get());
  }
  SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>("t"), 1);
  std::uint64_t options = SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_LEGACY_SERVER_CONNECT;
  if (!settings.tickets) options |= SSL_OP_NO_TICKET;
  if (!settings.encrypt_then_mac) options |= SSL_OP_NO_ENCRYPT_THEN_MAC;
  if (!settings.extended_master_secret) options |= SSL_OP_NO_EXTENDED_MASTER_SECRET;
  SSL_CTX_set_options(context, options);
  if (!settings.alpn.empty()) {
    SSL_CTX_set_alpn_select_cb(context, select_alpn, &parts_->settings.alpn);
  }
  if (!settings.staple.empty()) {
    // What the macro SSL_CTX_set_tlsext_status_cb() says, without its old casts.
    SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB,
                          reinterpret_cast<void (*)()>(staple));
    SSL_CTX_set_tlsext_status_arg(context, &parts_->settings.staple);
  }
  next_connection();
}

LibsslServer::~LibsslServer() = default;

void LibsslServer::next_connection() {
  if (parts_->ssl) SSL_shutdown(parts_->ssl.get());
  parts_->ssl = {SSL_new(parts_->context.get()), SSL_free};
  parts_->error.clear();
  parts_->text.clear();
  parts_->alert = -1;
  SSL_set_bio(parts_->ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_app_data(parts_->ssl.get(), parts_.get());
  SSL_set_info_callback(parts_->ssl.get(), [](const SSL* ssl, int where, int value) {
    if (where != SSL_CB_READ_ALERT) return;
    static_cast<Parts*>(SSL_get_app_data(ssl))->alert = value & 0xff;
  });
}

void LibsslServer::received(Bytes bytes) {
  if (!bytes.empty()) BIO_write(parts_->in(), bytes.data(), static_cast<int>(bytes.size()));
  parts_->go_on();
}

std::vector<std::uint8_t> LibsslServer::take_output() {
  std::vector<std::uint8_t> out(BIO_ctrl_pending(parts_->out()));
  if (!out.empty()) BIO_read(parts_->out(), out.data(), static_cast<int>(out.size()));
  return out;
}

void LibsslServer::write(std::string_view text) {
  SSL_write(parts_->ssl.get(), text.data(), static_cast<int>(text.size()));
}
std::string LibsslServer::take_text() { return std::exchange(parts_->text, {}); }
void LibsslServer::update_keys(bool ask_back) {
  SSL_key_update(parts_->ssl.get(),
                 ask_back ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED);
}
void LibsslServer::ask_to_renegotiate() {
  SSL_renegotiate(parts_->ssl.get());
  SSL_do_handshake(parts_->ssl.get());
}
bool LibsslServer::connected() const { return SSL_is_init_finished(parts_->ssl.get()) == 1; }
bool LibsslServer::resumed() const { return SSL_session_reused(parts_->ssl.get()) == 1; }
std::string LibsslServer::cipher() const {
  const SSL_CIPHER* cipher = SSL_get_current_cipher(parts_->ssl.get());
  return cipher == nullptr ? "" : SSL_CIPHER_standard_name(cipher);
}
int LibsslServer::client_chain_size() const {
  const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(parts_->ssl.get());
  const std::shared_ptr<X509> leaf(SSL_get1_peer_certificate(parts_->ssl.get()), X509_free);
  return (leaf ? 1 : 0) + (chain == nullptr ? 0 : sk_X509_num(chain));
}
const std::string& LibsslServer::error() const { return parts_->error; }
int LibsslServer::received_alert() const { return parts_->alert; }

std::vector<ServableSuite> servable_suites() {
  const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
  const STACK_OF(SSL_CIPHER)* all = SSL_CTX_get_ciphers(context.get());
  std::vector<ServableSuite> out;
  for (int i = 0; i < sk_SSL_CIPHER_num(all); ++i) {
    const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(all, i);
    const int exchange = SSL_CIPHER_get_kx_nid(cipher);
    const int authentication = SSL_CIPHER_get_auth_nid(cipher);
    ServableSuite suite;
    suite.dhe = exchange == NID_kx_dhe;
    suite.ecdhe = exchange == NID_kx_ecdhe;
    if (!suite.dhe && !suite.ecdhe && exchange != NID_kx_rsa) continue;
    switch (authentication) {
      case NID_auth_rsa: suite.key = KeyType::rsa; break;
      case NID_auth_ecdsa: suite.key = KeyType::p256; break;
      case NID_auth_dss: suite.key = KeyType::dsa; break;
      case NID_auth_null: suite.key = KeyType::none; break;
      default: continue;
    }
    suite.code = SSL_CIPHER_get_protocol_id(cipher);
    suite.name = SSL_CIPHER_get_name(cipher);
    suite.rfc_name = SSL_CIPHER_standard_name(cipher);
    suite.tls12_only = std::string_view(SSL_CIPHER_get_version(cipher)) == "TLSv1.2";
    out.push_back(std::move(suite));
  }
  return out;
}

void talk(ClientSession& client, LibsslServer& server, std::size_t piece) {
  const auto in_pieces = [piece](Bytes bytes, auto deliver) {
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(piece, bytes.size()))) {
      deliver(bytes.first(std::min(piece, bytes.size())));
    }
  };
  for (bool more = true; more;) {
    const auto to_server = client.take_output();
    in_pieces(to_server, [&](Bytes b) { server.received(b); });
    const auto to_client = server.take_output();
    in_pieces(to_client, [&](Bytes b) { client.received(b); });
    more = !to_server.empty() || !to_client.empty();
  }
}

HelloContent hello_for(ProtocolVersion version, const std::vector<std::uint16_t>& suites) {
  HelloContent out;
  out.legacy_version = std::min(version, ProtocolVersion::TLSv1_2);
  out.random = random_bytes({}, 32);
  for (const std::uint16_t s : suites) out.cipher_suites.push_back(static_cast<CipherSuite>(s));
  for (const int g : {29, 23, 24, 25, 30, 26, 27, 28, 256, 257}) {
    out.supported_groups.push_back(static_cast<NamedGroup>(g));
  }
  out.ec_point_formats = true;
  for (const int s :
       {0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b,
        0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402, 0x0202, 0x0301}) {
    out.signature_algorithms.push_back(static_cast<SignatureScheme>(s));
  }
  out.renegotiation_info = true;
  if (version == ProtocolVersion::TLSv1_3) {
    out.session_id = random_bytes({}, 32);
    out.supported_versions = {version};
  }
  return out;
}

}  // namespace tlswhy::testing
