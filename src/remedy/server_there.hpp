// Which products the server may be, for whose administrator steps are written: by what it says of
// itself, and by the protocol that it speaks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "knowledge/recipe.hpp"
#include "remedy/remedy.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

struct ServerThere {
  std::vector<knowledge::ProductId> named{};  // those that named themselves; mostly none or one
  std::string_view service{};                 // Product::services; empty: nothing tells

  // Adds the products that `said` names: plaintext of the server, or a name in its certificate.
  void hear(std::string_view said);
};

// Of a connection that was seen, or of which a log tells.
ServerThere server_there(const Transcript& transcript, const Handshake& handshake);
// Of a server that was asked, or is described: the protocol before TLS (empty: none), its port (0:
// not known), its certificates.
ServerThere server_there(std::string_view starttls, std::uint16_t port,
                         const CertificateList& chain);

// What a port says of the service behind it (IANA service names); empty: nothing.
std::string_view service_of_port(std::uint16_t port);

// Steps on the server: those of a product that is not there are marked as elsewhere, those of the
// others stand first. Products that are no server stay as they are.
void suit(const ServerThere& there, std::vector<ProductSteps>& steps);

}  // namespace tlswhy
