// What a question about a handshake depends on beside the evidence itself: all that a user can tell
// who does not want it guessed. The same setting serves connections that were seen and handshakes
// that are played.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/endpoint.hpp"
#include "base/server_name.hpp"
#include "base/time.hpp"
#include "knowledge/client.hpp"
#include "knowledge/shipped_store.hpp"
#include "model/server_model.hpp"

namespace tlswhy {

// Where a server was asked, and by which name.
struct AskedAt {
  ServerName name;
  Endpoint address;

  // Whether a text that names its server so may be about it; empty: it names none.
  [[nodiscard]] bool may_be(const std::string& host) const {
    return host.empty() || ServerName(host) == name;
  }
};

struct Setting {
  // Who connects. None: of a connection that was seen, whoever its ClientHello shows; of a server
  // that is judged, every client that is known. They must outlive the setting.
  std::vector<const knowledge::ClientProfile*> clients{};
  std::optional<CertificateList> store{};  // what the clients trust; nothing: not known
  ServerName host{};                       // the name they ask for; empty: server_name tells
  std::optional<Timestamp> at{};           // when certificates are judged; nothing: when seen
  std::optional<Timestamp> now{};          // the moment where nothing tells when it was
  std::optional<ServerModel> server{};     // whom they ask; nothing: as far as the evidence shows
  // `server` is what it answered there, perhaps at another time; connections to others, it says
  // nothing of. Nothing: it is given for all.
  std::optional<AskedAt> server_asked{};
  // Lists whose roots are in `store`, known by their fingerprints alone.
  std::vector<const knowledge::ShippedStore*> shipped{};

  // The client that connections are judged as; null where none was named, or the name fits several.
  [[nodiscard]] const knowledge::ClientProfile* client() const {
    return clients.size() == 1 ? clients.front() : nullptr;
  }
};

}  // namespace tlswhy
