#include "session/client_key_exchange.hpp"

#include "session/rsa_encryption.hpp"

namespace tlswhy::session {
namespace {

using Answer = std::expected<ClientKeyExchange, NoKeyExchange>;

std::unexpected<NoKeyExchange> unsupported(std::string what, std::uint16_t value = 0) {
  return std::unexpected(NoKeyExchange{true, std::move(what), value});
}
std::unexpected<NoKeyExchange> wrong(std::string what) {
  return std::unexpected(NoKeyExchange{false, std::move(what), 0});
}

Answer with_rsa(const KeyExchangeInput& input, const Random& random) {
  Buffer premaster;
  put_number(premaster, code(input.hello_version), 2);
  put(premaster, random_bytes(random, 46));
  const auto encrypted = rsa_encrypt(input.server_key, premaster, random);
  if (!encrypted) return unsupported("certificate_key");
  Buffer body;
  if (input.version == ProtocolVersion::SSLv3) {
    body = *encrypted;  // RFC 6101 has no length in front
  } else {
    put_vector(body, *encrypted, 2);
  }
  return ClientKeyExchange{std::move(body), std::move(premaster)};
}

Answer with_dhe(const ServerKeyExchange& server, const Random& random) {
  if (server.dh_bits > most_dh_bits) return unsupported("dh_bits");
  const auto own = answer_dh(server.dh_prime, server.dh_generator, server.public_value, random);
  if (!own) return wrong("dh_value");
  Buffer body;
  put_vector(body, own->public_key, 2);
  return ClientKeyExchange{std::move(body), own->shared};
}

Answer with_ecdhe(const ServerKeyExchange& server, const Random& random) {
  if (!server.group) return unsupported("explicit_curve");
  const auto own = generate_key_pair(*server.group, random);
  if (!own) return unsupported("group", code(*server.group));
  auto shared = shared_secret(*own, server.public_value);
  if (!shared) return wrong("ecdh_value");
  Buffer body;
  put_vector(body, own->public_key, 1);
  return ClientKeyExchange{std::move(body), std::move(*shared)};
}

}  // namespace

Answer make_client_key_exchange(const KeyExchangeInput& input, const Random& random) {
  if (input.kind == KeyExchange::rsa) return with_rsa(input, random);
  return input.kind == KeyExchange::dhe ? with_dhe(*input.server, random)
                                        : with_ecdhe(*input.server, random);
}

}  // namespace tlswhy::session
