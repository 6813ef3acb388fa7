// Java's own keystores, JKS and JCEKS: magic, version, entries, and a SHA-1 of it all, keyed with
// the password. There is no specification; the layout is that of sun.security.provider.JavaKeyStore
// and com.sun.crypto.provider.JceKeyStore. Keys are skipped.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "x509/bundle/formats.hpp"

namespace tlswhy::bundle {
namespace {

constexpr std::uint32_t jks_magic = 0xfeedfeed;
constexpr std::uint32_t jceks_magic = 0xcececece;
constexpr std::size_t digest_size = 20;
constexpr std::string_view whitener = "Mighty Aphrodite";
enum Entry : std::uint32_t { private_key = 1, trusted = 2, secret_key = 3 };

// A password as Java hashes it: UTF-16 in big-endian order. UTF-8 in, damaged bytes as they are.
std::string utf16_be(std::string_view text) {
  std::string out;
  const auto unit = [&out](std::uint32_t value) {
    out += static_cast<char>(value >> 8 & 0xff);
    out += static_cast<char>(value & 0xff);
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    std::uint32_t value = more == 0 ? lead : lead & (0x3fU >> more);
    std::size_t used = 1;
    for (; used <= more && i + used < text.size(); ++used) {
      value = value << 6 | (static_cast<std::uint8_t>(text[i + used]) & 0x3fU);
    }
    i += used;
    if (value < 0x10000) {
      unit(value);
    } else {
      unit(0xd800 + ((value - 0x10000) >> 10 & 0x3ff));
      unit(0xdc00 + ((value - 0x10000) & 0x3ff));
    }
  }
  return out;
}

bool digest_fits(Bytes data, Bytes digest, const std::string& password) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  const std::string key = utf16_be(password);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> computed{};
  unsigned int size = 0;
  const bool done = EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), key.data(), key.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), whitener.data(), whitener.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), computed.data(), &size) == 1;
  return done && std::ranges::equal(digest, Bytes(computed).first(size));
}

class JksReader {
 public:
  JksReader(const Input& input, BundleFindings& out)
      : input_(input), in_(input.bytes), out_(out), version_(0) {}

  Result<void> read() {
    in_.u32();
    version_ = in_.u32();
    const std::uint32_t count = in_.u32();
    if (!in_.ok() || version_ < 1 || version_ > 2)
      return failure(Error::Kind::malformed,
                     fmt::format("{}: is a damaged Java keystore", input_.name));
    for (std::uint32_t i = 1; i <= count && !out_.full(); ++i) {
      const std::size_t at = offset();
      if (entry(i)) continue;
      if (!in_.ok()) out_.damaged(fmt::format("entry {}, byte {}", i, at), "is cut off or damaged");
      return {};
    }
    return out_.full() ? Result<void>() : check_digest();
  }

 private:
  [[nodiscard]] std::size_t offset() const { return input_.bytes.size() - in_.size(); }

  // One entry; false where the next one cannot be found.
  bool entry(std::uint32_t number) {
    const std::uint32_t kind = in_.u32();
    in_.vector16();  // alias
    in_.u64();       // date
    if (!in_.ok()) return false;
    switch (kind) {
      case Entry::trusted: return certificate(number);
      case Entry::private_key: return key_and_chain(number);
      case Entry::secret_key:
        // A serialized Java object, which does not say how long it is.
        out_.note(fmt::format("entry {}: is a secret key; what follows was not read", number));
        return false;
      default: in_.bytes(in_.size() + 1); return false;  // no entry at all: fail as a cut would
    }
  }

  bool key_and_chain(std::uint32_t number) {
    in_.bytes(in_.u32());
    const std::uint32_t count = in_.u32();
    if (!in_.ok()) return false;
    out_.private_key(fmt::format("entry {}", number));
    for (std::uint32_t i = 0; i < count && !out_.full(); ++i) {
      if (!certificate(number)) return false;
    }
    return true;
  }

  bool certificate(std::uint32_t number) {
    if (version_ == 2) in_.vector16();  // the type: X.509
    const Bytes der = in_.bytes(in_.u32());
    if (!in_.ok()) return false;
    const std::size_t at = offset() - der.size();
    out_.certificate(der, fmt::format("entry {}, byte {}", number, at));
    return true;
  }

  Result<void> check_digest() {
    const std::size_t size = offset();
    const Bytes digest = in_.bytes(digest_size);
    if (!in_.ok()) {
      out_.note("the digest at the end is missing or cut off");
    } else if (!input_.password.empty() &&
               !digest_fits(input_.bytes.first(size), digest, input_.password)) {
      return failure(Error::Kind::usage,
                     fmt::format("{}: the password is wrong, or the file was changed without it",
                                 input_.name));
    }
    return {};
  }

  const Input& input_;
  Reader in_;
  BundleFindings& out_;
  std::uint32_t version_;
};

bool has_magic(Bytes bytes, std::uint32_t magic) {
  Reader in(bytes);
  const bool fits = in.u32() == magic;
  const std::uint32_t version = in.u32();
  return fits && in.ok() && version >= 1 && version <= 2;
}

}  // namespace

bool looks_like_jks(Bytes bytes) { return has_magic(bytes, jks_magic); }
bool looks_like_jceks(Bytes bytes) { return has_magic(bytes, jceks_magic); }

Result<void> read_jks(const Input& input, BundleFindings& out) {
  return JksReader(input, out).read();
}

}  // namespace tlswhy::bundle
