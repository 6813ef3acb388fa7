#include "session/hello_edit.hpp"

#include <algorithm>

#include "protection/key_schedule.hpp"

namespace tlswhy::session {
namespace {

void put_extension(Buffer& out, ExtensionType type, Bytes content) {
  put_number(out, code(type), 2);
  put_vector(out, content, 2);
}

Buffer key_share_of(const KeyPair& pair) {
  Buffer entry, out;
  put_number(entry, code(pair.group), 2);
  put_vector(entry, pair.public_key, 2);
  put_vector(out, entry, 2);
  return out;
}

Buffer extensions_of(Bytes first, const SecondHello& changes) {
  Buffer out, psk, cookie;
  for (Reader in(first); !in.empty();) {
    const auto type = static_cast<ExtensionType>(in.u16());
    const Bytes content = in.vector16();
    if (!in.ok()) break;
    if (type == ExtensionType::key_share && changes.key_share) {
      put_extension(out, type, key_share_of(*changes.key_share));
    } else if (type == ExtensionType::pre_shared_key) {
      if (changes.keeps_psk) put_extension(psk, type, content);
    } else if (type != ExtensionType::early_data && type != ExtensionType::cookie) {
      put_extension(out, type, content);
    }
  }
  if (!changes.cookie.empty()) {
    put_vector(cookie, changes.cookie, 2);
    put_extension(out, ExtensionType::cookie, cookie);
  }
  put(out, psk);  // the last one, always (RFC 8446 section 4.2.11)
  return out;
}

}  // namespace

std::optional<Buffer> second_hello(Bytes first, const SecondHello& changes) {
  Reader in(first);
  in.bytes(4 + 2 + 32);
  in.vector8();
  in.vector16();
  in.vector8();
  const Bytes fixed = first.first(first.size() - in.size());
  const Bytes extensions = in.vector16();
  if (!in.ok()) return std::nullopt;
  Buffer body = copy(fixed.subspan(4));
  put_vector(body, extensions_of(extensions, changes), 2);
  Buffer out = {static_cast<std::uint8_t>(HandshakeType::client_hello)};
  put_vector(out, body, 3);
  return out;
}

void put_binder(Buffer& hello, Hash hash, Bytes psk, Bytes before) {
  const std::size_t binders = 2 + 1 + size_of(hash);
  if (hello.size() < binders || hello[hello.size() - size_of(hash) - 1] != size_of(hash)) return;
  const KeySchedule early(hash, psk);
  const Buffer binder_key = early.derive("res binder", digest(hash, {}));
  const Bytes cut = Bytes(hello).first(hello.size() - binders);
  const Buffer binder = finished_mac(hash, binder_key, digest(hash, joined({before, cut})));
  std::ranges::copy(binder, hello.end() - static_cast<std::ptrdiff_t>(binder.size()));
}

Buffer message_hash(Hash hash, Bytes first_hello) {
  Buffer out = {static_cast<std::uint8_t>(HandshakeType::message_hash)};
  put_vector(out, digest(hash, first_hello), 3);
  return out;
}

}  // namespace tlswhy::session
