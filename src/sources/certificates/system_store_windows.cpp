#include <windows.h>
// After windows.h.
#include <fmt/format.h>
#include <wincrypt.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>
#include <set>

#include "sources/certificates/system_store.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t max_certificates = 10'000;

// Calls `use` for each certificate of a store of the current user, in which Windows shows those of
// the machine too. False where it cannot be opened.
bool each_certificate(const wchar_t* name, const std::function<void(PCCERT_CONTEXT)>& use) {
  const HCERTSTORE store = ::CertOpenStore(
      CERT_STORE_PROV_SYSTEM_W, 0, 0,
      CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG,
      name);
  if (store == nullptr) return false;
  PCCERT_CONTEXT at = nullptr;
  while ((at = ::CertEnumCertificatesInStore(store, at)) != nullptr) use(at);
  ::CertCloseStore(store, 0);
  return true;
}

Bytes bytes_of(PCCERT_CONTEXT certificate) {
  return {certificate->pbCertEncoded, certificate->cbCertEncoded};
}

// The uses that somebody set for a certificate in the store, apart from what it says itself; none
// set is all of them.
bool may_vouch_for_servers(PCCERT_CONTEXT certificate) {
  DWORD size = 0;
  constexpr DWORD of_store = CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG;
  if (::CertGetEnhancedKeyUsage(certificate, of_store, nullptr, &size) == 0) return true;
  std::vector<BYTE> room(size);
  auto* usage = reinterpret_cast<CERT_ENHKEY_USAGE*>(room.data());
  if (::CertGetEnhancedKeyUsage(certificate, of_store, usage, &size) == 0) return true;
  if (usage->cUsageIdentifier == 0)
    return ::GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND);
  const std::span ids(usage->rgpszUsageIdentifier, usage->cUsageIdentifier);
  return std::ranges::any_of(
      ids, [](const char* id) { return std::strcmp(id, szOID_PKIX_KP_SERVER_AUTH) == 0; });
}

// A system store, with what is left out of it.
class StoreReader {
 public:
  explicit StoreReader(const std::string& path) : path_(path) {}

  Result<ReadCertificates> read(const wchar_t* name, bool trusted) {
    if (trusted) {
      each_certificate(L"Disallowed", [this](PCCERT_CONTEXT each) {
        const Bytes bytes = bytes_of(each);
        distrusted_.emplace(bytes.begin(), bytes.end());
      });
    }
    const bool opened = each_certificate(name, [&](PCCERT_CONTEXT each) { add(each, trusted); });
    if (!opened)
      return failure(Error::Kind::unreadable, fmt::format("{}: cannot be opened", path_));
    note(left_out_, "certificates that Windows distrusts are left out");
    note(other_uses_, "certificates that Windows trusts for other uses only are left out");
    note(unread_, "certificates could not be read");
    if (trusted)
      out_.notes.push_back(fmt::format(
          "{}: Windows may trust more roots, which it fetches when it meets them first", path_));
    return std::move(out_);
  }

 private:
  void add(PCCERT_CONTEXT each, bool trusted) {
    const Bytes bytes = bytes_of(each);
    if (distrusted_.contains({bytes.begin(), bytes.end()})) {
      ++left_out_;
    } else if (trusted && !may_vouch_for_servers(each)) {
      ++other_uses_;
    } else if (auto read = read_certificate_file(bytes, path_, "");
               !read || out_.certificates.size() >= max_certificates) {
      ++unread_;
    } else {
      std::ranges::move(read->certificates, std::back_inserter(out_.certificates));
    }
  }
  void note(std::size_t count, const char* what) {
    if (count > 0) out_.notes.push_back(fmt::format("{}: {} {}", path_, count, what));
  }

  const std::string& path_;
  ReadCertificates out_;
  std::set<std::vector<std::uint8_t>> distrusted_;
  std::size_t left_out_ = 0, other_uses_ = 0, unread_ = 0;
};

}  // namespace

Result<ReadCertificates> read_system_store(const std::string& path) {
  const std::string_view name = std::string_view(path).substr(system_store_prefix.size());
  StoreReader reader(path);
  if (name == system_store_root) return reader.read(L"ROOT", true);
  if (name == system_store_ca) return reader.read(L"CA", false);
  return failure(Error::Kind::unreadable,
                 fmt::format("{}: no such store; there are system:root and system:ca", path));
}

}  // namespace tlswhy
