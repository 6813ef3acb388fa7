// The stores of certificates that the system keeps, by the names that the user gives: "system:root"
// and "system:ca".
#pragma once

#include <string>

#include "base/result.hpp"
#include "sources/certificates/read_certificates.hpp"

namespace tlswhy {

constexpr std::string_view system_store_prefix = "system:";

// `path` begins with the prefix. Read only; in Windows they are what the user sees in certmgr.msc,
// those of the machine among them. What the system distrusts, or trusts for other uses than TLS
// servers, is left out of "system:root", with a note. Elsewhere an error: no store has such a name.
Result<ReadCertificates> read_system_store(const std::string& path);

}  // namespace tlswhy
