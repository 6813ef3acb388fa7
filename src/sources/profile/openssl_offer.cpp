#include "sources/profile/openssl_offer.hpp"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>

namespace tlswhy {
namespace {

struct Free {
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL_CONF_CTX* p) const { SSL_CONF_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// Without what this machine's own openssl.cnf says.
Owned<SSL_CTX> plain_context(int security_level) {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  Owned<SSL_CTX> out(SSL_CTX_new(TLS_client_method()));
  if (out == nullptr) return out;
  SSL_CTX_set_min_proto_version(out.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(out.get(), TLS1_3_VERSION);
  SSL_CTX_set_security_level(out.get(), security_level);
  return out;
}

// The body of the first message, behind 5 bytes of record and 4 of handshake (RFC 8446
// section 5.1).
std::optional<ClientHello> first_hello(SSL_CTX* context) {
  constexpr std::size_t headers = 9;
  const Owned<SSL> ssl(SSL_new(context));
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());
  if (ssl == nullptr || in == nullptr || out == nullptr) return std::nullopt;
  SSL_set_bio(ssl.get(), in, out);
  SSL_set_connect_state(ssl.get());
  SSL_do_handshake(ssl.get());  // wants an answer that never comes
  char* data = nullptr;
  const long size = BIO_get_mem_data(out, &data);
  if (size <= static_cast<long>(headers)) return std::nullopt;
  const std::string bytes(data, static_cast<std::size_t>(size));
  return parse_client_hello(as_bytes(bytes).subspan(headers));
}

}  // namespace

OpensslOffer openssl_offer(const OpensslSettings& settings, int security_level) {
  OpensslOffer out{{}, security_level, {}};
  const Owned<SSL_CTX> context = plain_context(security_level);
  const Owned<SSL_CONF_CTX> conf(SSL_CONF_CTX_new());
  if (context == nullptr || conf == nullptr) return out;
  SSL_CONF_CTX_set_flags(conf.get(), SSL_CONF_FLAG_FILE | SSL_CONF_FLAG_CLIENT);
  SSL_CONF_CTX_set_ssl_ctx(conf.get(), context.get());
  for (const auto& [key, value] : settings) {
    if (SSL_CONF_cmd(conf.get(), key.c_str(), value.c_str()) <= 0)
      out.refused.emplace_back(key, value);
  }
  out.security_level = SSL_CTX_get_security_level(context.get());
  out.hello = first_hello(context.get());
  ERR_clear_error();
  return out;
}

std::string openssl_version() {
  const std::string text = OpenSSL_version(OPENSSL_VERSION);
  const std::size_t date = text.find(' ', text.find(' ') + 1);
  return text.substr(0, date);
}

}  // namespace tlswhy
