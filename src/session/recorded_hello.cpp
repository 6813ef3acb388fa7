#include "session/recorded_hello.hpp"

#include <algorithm>
#include <utility>

#include "wire/client_hello.hpp"

namespace tlswhy {
namespace {

// The same entries in the same order; those of groups that we have with a key of ours.
Buffer own_key_shares(Bytes content, const Random& random, std::vector<KeyPair>& pairs) {
  Reader in(content);
  Buffer list, out;
  for (Reader entries(in.vector16()); !entries.empty();) {
    const auto group = static_cast<NamedGroup>(entries.u16());
    const Bytes recorded = entries.vector16();
    if (!entries.ok()) break;
    auto own = generate_key_pair(group, random);
    put_number(list, code(group), 2);
    put_vector(list, own ? Bytes(own->public_key) : recorded, 2);
    if (own) pairs.push_back(std::move(*own));
  }
  put_vector(out, list, 2);
  return out;
}

// RFC 6066 section 3: a list of one host_name.
Buffer server_name_content(const std::string& name) {
  Buffer entry, out;
  put_number(entry, 0, 1);
  put_vector(entry, as_bytes(name), 2);
  put_vector(out, entry, 2);
  return out;
}

Buffer own_extensions(Bytes recorded, const std::string& server_name, const Random& random,
                      std::vector<KeyPair>& pairs) {
  constexpr std::size_t header = 4;
  std::vector<std::pair<ExtensionType, Buffer>> kept;
  bool named = false;
  std::size_t size = 0;
  for (Reader in(recorded); !in.empty();) {
    const auto type = static_cast<ExtensionType>(in.u16());
    Buffer content = copy(in.vector16());
    if (!in.ok()) break;
    if (type == ExtensionType::pre_shared_key || type == ExtensionType::early_data ||
        type == ExtensionType::cookie) {
      continue;
    }
    if (type == ExtensionType::server_name) {
      named = true;
      if (server_name.empty()) continue;
      content = server_name_content(server_name);
    }
    if (type == ExtensionType::key_share) content = own_key_shares(content, random, pairs);
    if (type == ExtensionType::session_ticket || type == ExtensionType::padding) content.clear();
    size += header + content.size();
    kept.emplace_back(type, std::move(content));
  }
  if (!named && !server_name.empty()) {  // recorded where the server was an address
    kept.emplace(kept.begin(), ExtensionType::server_name, server_name_content(server_name));
    size += header + kept.front().second.size();
  }
  Buffer out;
  for (auto& [type, content] : kept) {
    if (type == ExtensionType::padding && size < recorded.size()) {
      content.resize(recorded.size() - size);
      size = recorded.size();
    }
    put_number(out, code(type), 2);
    put_vector(out, content, 2);
  }
  return out;
}

}  // namespace

std::optional<OwnHello> own_hello(Bytes recorded, const std::string& server_name,
                                  const Random& random) {
  const auto parsed =
      parse_client_hello(recorded.subspan(std::min<std::size_t>(4, recorded.size())));
  if (!parsed || parsed->damaged) return std::nullopt;
  Reader in(recorded);
  in.bytes(4);
  OwnHello out;
  Buffer body;
  put_number(body, in.u16(), 2);
  in.bytes(32);
  put(body, random_bytes(random, 32));
  // An id in a hello that offers TLS 1.3 means nothing (RFC 8446 appendix D.4): any will do.
  const Bytes session_id = in.vector8();
  const bool resumes = !std::ranges::any_of(parsed->supported_versions, is_tls13);
  put_vector(body, random_bytes(random, resumes ? 0 : session_id.size()), 1);
  put_vector(body, in.vector16(), 2);
  put_vector(body, in.vector8(), 1);
  if (!in.empty()) {
    const Buffer extensions = own_extensions(in.vector16(), server_name, random, out.key_pairs);
    if (extensions.size() > 0xffff) return std::nullopt;
    put_vector(body, extensions, 2);
  }
  if (!in.ok()) return std::nullopt;
  out.message = {static_cast<std::uint8_t>(HandshakeType::client_hello)};
  put_vector(out.message, body, 3);
  return out;
}

}  // namespace tlswhy
