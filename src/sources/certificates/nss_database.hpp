// NSS's certificate database (cert9.db of Firefox, Chrome on Linux and certutil). It is read with
// SQLite, which x509 does without.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy {

// The certificates that it trusts to vouch for servers, as read_bundle() gives those of a file.
// `name` is used in messages alone.
Result<CertificateBundle> read_nss_database(Bytes bytes, const std::string& name);

// The bytes, or the first 16 of them, are those of an SQLite database: cert9.db, or any other.
bool looks_like_nss_database(Bytes bytes);

}  // namespace tlswhy
