// The stores of certificates that the system keeps, by the names that the user gives: "system:root"
// and "system:ca". What a platform ships is a list, and no store of this system
// (app/shipped_store.hpp).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sources/certificates/read_certificates.hpp"

namespace tlswhy {

constexpr std::string_view system_store_prefix = "system:";
constexpr std::string_view system_store_root = "root", system_store_ca = "ca";

// `path` begins with the prefix. Read only; in Windows they are what the user sees in certmgr.msc,
// those of the machine among them. What the system distrusts, or trusts for other uses than TLS
// servers, is left out of "system:root", with a note. Elsewhere an error: no store has such a name.
Result<ReadCertificates> read_system_store(const std::string& path);

}  // namespace tlswhy
