#include "wire/client_hello_writer.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

// Appends big-endian fields. A vector's length is put in when it is closed; one that has outgrown
// its length field is cut, so that what was written before stays readable.
class Writer {
 public:
  void u8(std::uint8_t v) { out_.push_back(v); }
  void u16(std::uint16_t v) {
    u8(static_cast<std::uint8_t>(v >> 8));
    u8(static_cast<std::uint8_t>(v));
  }
  void u32(std::uint32_t v) {
    u16(static_cast<std::uint16_t>(v >> 16));
    u16(static_cast<std::uint16_t>(v));
  }
  void bytes(Bytes b) { out_.insert(out_.end(), b.begin(), b.end()); }

  // `body` writes the content of a vector with a length of `width` bytes.
  template <class Body>
  void vector(std::size_t width, Body&& body) {
    const std::size_t start = out_.size();
    out_.resize(start + width);
    body();
    const std::size_t most = (std::size_t{1} << (8 * width)) - 1;
    const std::size_t size = std::min(out_.size() - start - width, most);
    out_.resize(start + width + size);
    for (std::size_t i = 0; i < width; ++i)
      out_[start + i] = static_cast<std::uint8_t>(size >> (8 * (width - 1 - i)));
  }
  template <class T>
  void codes(std::size_t width, const std::vector<T>& list) {
    vector(width, [&] {
      for (const T v : list) u16(code(v));
    });
  }
  template <class Body>
  void extension(ExtensionType type, Body&& body) {
    u16(code(type));
    vector(2, body);
  }

  void cut(std::size_t size) { out_.resize(size); }
  [[nodiscard]] std::size_t size() const { return out_.size(); }
  std::vector<std::uint8_t> take() { return std::move(out_); }

 private:
  std::vector<std::uint8_t> out_;
};

constexpr ExtensionType padding{21};  // RFC 7685

void write_server_name(Writer& w, const HelloContent& c) {
  if (c.server_name.empty()) return;
  w.extension(ExtensionType::server_name, [&] {
    w.vector(2, [&] {
      w.u8(0);  // host_name
      w.vector(2, [&] { w.bytes(as_bytes(c.server_name)); });
    });
  });
}

void write_lists(Writer& w, const HelloContent& c) {
  if (!c.supported_groups.empty())
    w.extension(ExtensionType::supported_groups, [&] { w.codes(2, c.supported_groups); });
  if (c.ec_point_formats) {
    w.extension(ExtensionType::ec_point_formats, [&] { w.vector(1, [&] { w.u8(0); }); });
  }
  if (c.session_ticket)
    w.extension(ExtensionType::session_ticket, [&] { w.bytes(*c.session_ticket); });
  if (c.status_request) {
    w.extension(ExtensionType::status_request, [&] {
      w.u8(1);  // ocsp
      w.u16(0);
      w.u16(0);
    });
  }
  if (!c.signature_algorithms.empty())
    w.extension(ExtensionType::signature_algorithms, [&] { w.codes(2, c.signature_algorithms); });
  if (!c.signature_algorithms_cert.empty()) {
    w.extension(ExtensionType::signature_algorithms_cert,
                [&] { w.codes(2, c.signature_algorithms_cert); });
  }
  if (c.alpn.empty()) return;
  w.extension(ExtensionType::application_layer_protocol_negotiation, [&] {
    w.vector(2, [&] {
      for (const std::string& name : c.alpn) w.vector(1, [&] { w.bytes(as_bytes(name)); });
    });
  });
}

void write_flags(Writer& w, const HelloContent& c) {
  const auto nothing = [] {};
  if (c.encrypt_then_mac) w.extension(ExtensionType::encrypt_then_mac, nothing);
  if (c.extended_master_secret) w.extension(ExtensionType::extended_master_secret, nothing);
  if (c.renegotiation_info)
    w.extension(ExtensionType::renegotiation_info, [&] { w.vector(1, nothing); });
}

void write_tls13(Writer& w, const HelloContent& c) {
  if (!c.supported_versions.empty())
    w.extension(ExtensionType::supported_versions, [&] { w.codes(1, c.supported_versions); });
  if (!c.cookie.empty())
    w.extension(ExtensionType::cookie, [&] { w.vector(2, [&] { w.bytes(c.cookie); }); });
  if (c.psk_dhe_ke)
    w.extension(ExtensionType::psk_key_exchange_modes, [&] { w.vector(1, [&] { w.u8(1); }); });
  if (!c.sends_key_share && c.key_shares.empty()) return;
  w.extension(ExtensionType::key_share, [&] {
    w.vector(2, [&] {
      for (const KeyShareEntry& share : c.key_shares) {
        w.u16(code(share.group));
        w.vector(2, [&] { w.bytes(share.key_exchange); });
      }
    });
  });
}

void write_psk(Writer& w, const HelloContent& c) {
  if (c.psk_identity.empty()) return;
  w.extension(ExtensionType::pre_shared_key, [&] {
    w.vector(2, [&] {
      w.vector(2, [&] { w.bytes(c.psk_identity); });
      w.u32(c.psk_obfuscated_age);
    });
    w.vector(2,
             [&] { w.vector(1, [&] { w.bytes(std::vector<std::uint8_t>(c.psk_binder_size)); }); });
  });
}

void write_padding(Writer& w, const HelloContent& c) {
  constexpr std::size_t header = 4;
  const std::size_t after = c.psk_identity.empty() ? 0 : c.psk_identity.size() + c.psk_binder_size;
  if (w.size() + after + header >= c.padded_to) return;
  const std::size_t zeros = c.padded_to - w.size() - after - header;
  w.extension(padding, [&] { w.bytes(std::vector<std::uint8_t>(zeros)); });
}

void write_body(Writer& w, const HelloContent& c) {
  w.u16(code(c.legacy_version));
  std::vector<std::uint8_t> random(c.random);
  random.resize(32);
  w.bytes(random);
  w.vector(1, [&] {
    w.bytes(Bytes(c.session_id).first(std::min<std::size_t>(c.session_id.size(), 32)));
  });
  w.codes(2, c.cipher_suites);
  w.vector(1, [&] {
    if (c.offers_compression) w.u8(1);
    w.u8(0);
  });
  const std::size_t before = w.size();
  w.vector(2, [&] {
    write_server_name(w, c);
    write_lists(w, c);
    write_flags(w, c);
    write_tls13(w, c);
    write_padding(w, c);
    write_psk(w, c);
  });
  // An empty block is left out: SSLv3 has none, and some old servers refuse it.
  if (w.size() == before + 2) w.cut(before);
}

}  // namespace

std::vector<std::uint8_t> write_client_hello(const HelloContent& content) {
  Writer w;
  w.u8(static_cast<std::uint8_t>(HandshakeType::client_hello));
  w.vector(3, [&] { write_body(w, content); });
  return w.take();
}

std::vector<std::uint8_t> as_records(Bytes message, ProtocolVersion version) {
  constexpr std::size_t most = 16'384;
  std::vector<std::uint8_t> out;
  while (!message.empty()) {
    const Bytes part = message.first(std::min(message.size(), most));
    message = message.subspan(part.size());
    const std::uint16_t v = code(version);
    for (const std::size_t byte :
         {std::size_t{static_cast<std::uint8_t>(ContentType::handshake)}, std::size_t{v} >> 8,
          std::size_t{v} & 0xff, part.size() >> 8, part.size() & 0xff})
      out.push_back(static_cast<std::uint8_t>(byte));
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

std::vector<std::uint8_t> write_sslv2_client_hello(Bytes challenge) {
  // RC4-128, RC4-40, RC2-128, RC2-40, IDEA, DES, 3DES: draft-hickman-netscape-ssl-00 section 5.5.1.
  constexpr std::array<std::uint32_t, 7> suites = {0x010080, 0x020080, 0x030080, 0x040080,
                                                   0x050080, 0x060040, 0x0700c0};
  Writer w;
  w.u8(1);  // CLIENT-HELLO
  w.u16(code(ProtocolVersion::SSLv2));
  w.u16(3 * suites.size());
  w.u16(0);  // no session
  const Bytes c = challenge.first(std::min<std::size_t>(challenge.size(), 32));
  w.u16(static_cast<std::uint16_t>(c.size()));
  for (const std::uint32_t suite : suites) {
    w.u8(static_cast<std::uint8_t>(suite >> 16));
    w.u16(static_cast<std::uint16_t>(suite));
  }
  w.bytes(c);
  const std::vector<std::uint8_t> body = w.take();
  std::vector<std::uint8_t> out = {static_cast<std::uint8_t>(0x80 | body.size() >> 8),
                                   static_cast<std::uint8_t>(body.size())};
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

}  // namespace tlswhy
