#include "x509/certificate.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/hex.hpp"
#include "x509/fields.hpp"

namespace tlswhy {
namespace {

std::string last_common_name(const X509_NAME* name) {
  int at = -1;
  int last = -1;
  while ((at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0) last = at;
  if (last < 0) return {};
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
  std::string out;
  if (size > 0) out.assign(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return out;
}

Timestamp time_of(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  // Years beyond 2261 and before 1678 do not fit 64-bit nanoseconds; they are as good as for ever.
  if (parts.tm_year + 1900 > 2261) return {INT64_MAX};
  if (parts.tm_year + 1900 < 1678) return {INT64_MIN};
  using namespace std::chrono;
  const year_month_day day{year{parts.tm_year + 1900},
                           month{static_cast<unsigned>(parts.tm_mon + 1)},
                           std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  const auto since = sys_days{day}.time_since_epoch() + hours{parts.tm_hour} +
                     minutes{parts.tm_min} + seconds{parts.tm_sec};
  return from_seconds(since / seconds{1});
}

std::vector<std::uint8_t> digest(const EVP_MD* algorithm, Bytes bytes) {
  std::vector<std::uint8_t> out(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr);
  out.resize(size);
  return out;
}

}  // namespace

Certificate read_certificate(Bytes der) {
  Certificate out;
  out.der.assign(der.begin(), der.end());
  out.sha256 = sha256(der);
  const std::uint8_t* at = der.data();
  const std::shared_ptr<X509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())),
                                   X509_free);
  if (!x509) return out;
  out.parsed = true;
  out.subject = name_text(X509_get_subject_name(x509.get()));
  out.issuer = name_text(X509_get_issuer_name(x509.get()));
  out.common_name = last_common_name(X509_get_subject_name(x509.get()));
  out.serial = number_text(X509_get0_serialNumber(x509.get()));
  out.version = static_cast<int>(X509_get_version(x509.get())) + 1;
  read_signature(x509.get(), out);
  read_key(x509.get(), out);
  out.not_before = time_of(X509_get0_notBefore(x509.get()));
  out.not_after = time_of(X509_get0_notAfter(x509.get()));
  read_extensions(x509.get(), out);
  out.self_issued =
      X509_NAME_cmp(X509_get_subject_name(x509.get()), X509_get_issuer_name(x509.get())) == 0;
  out.handle = x509;
  return out;
}

bool NameConstraints::has(Kind kind) const {
  const auto is_kind = [kind](const Subtree& tree) { return tree.kind == kind; };
  return std::ranges::any_of(permitted, is_kind) || std::ranges::any_of(excluded, is_kind);
}

const Extension* Certificate::extension(std::string_view oid) const {
  const auto found = std::ranges::find(extensions, oid, &Extension::oid);
  return found == extensions.end() ? nullptr : &*found;
}

std::string names_text(const Certificate& leaf) {
  std::vector<std::string> names = leaf.dns_names;
  names.insert(names.end(), leaf.ip_addresses.begin(), leaf.ip_addresses.end());
  if (names.empty()) names.push_back("CN=" + leaf.common_name);
  if (names.size() > 4) {
    names.resize(4);
    names.emplace_back("...");
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string name_text(Bytes der) {
  const std::uint8_t* at = der.data();
  const std::unique_ptr<X509_NAME, decltype(&X509_NAME_free)> name(
      d2i_X509_NAME(nullptr, &at, static_cast<long>(der.size())), X509_NAME_free);
  return name ? name_text(name.get()) : std::string();
}

std::string short_name(const std::string& name) {
  const auto at = name.find("CN=");
  if (at == std::string::npos) return name;
  auto end = at;
  while (end < name.size() && !(name[end] == ',' && name[end - 1] != '\\')) ++end;
  return name.substr(at + 3, end - at - 3);
}

std::string listed_name(const std::string& name) {
  for (const std::string_view type : {"CN=", "OU=", "O="}) {
    // The first attribute of this type: at the beginning, or behind a separator.
    std::size_t at = name.find(type);
    while (at != std::string::npos && at != 0 && !name.substr(0, at).ends_with(", ") &&
           !name.substr(0, at).ends_with(" + "))
      at = name.find(type, at + 1);
    if (at == std::string::npos) continue;
    std::string out;
    for (at += type.size(); at < name.size() && name[at] != ','; ++at) {
      if (name[at] == '\\' && at + 1 < name.size()) ++at;
      out += name[at];
    }
    return out;
  }
  return name;
}

Sha256 sha256(Bytes bytes) {
  Sha256 out{};
  const auto d = digest(EVP_sha256(), bytes);
  std::copy_n(d.begin(), std::min(d.size(), out.size()), out.begin());
  return out;
}

std::string md5_hex(Bytes bytes) { return hex(digest(EVP_md5(), bytes)); }

}  // namespace tlswhy
