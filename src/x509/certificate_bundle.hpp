// Certificates out of the files that people have: what a server sends, what a client trusts. Bytes
// only; who reads files is sources/certificates.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

// One line: the place in the file and what is wrong with it.
struct BundleNote {
  std::string what;
};

struct CertificateBundle {
  enum class Format {
    pem,     // RFC 7468, with any text between the blocks
    der,     // one certificate, or several after one another
    pkcs7,   // RFC 2315 SignedData without content: .p7b, .spc
    pkcs12,  // RFC 7292: .p12, .pfx, Java's default since 9
    jks,     // Java's own until 8
    jceks,   // the same with another cipher for keys
    sst,     // Windows' serialized certificate store
    nss,     // cert9.db, which sources/certificates reads: what it trusts for servers
  };
  Format format = Format::pem;
  std::vector<std::shared_ptr<const Certificate>> certificates;  // in file order, doubles kept
  std::vector<BundleNote> notes;  // damaged certificates, keys that were skipped ...
};

// `name` is used in messages alone. Without `password` a format that needs one is tried with none,
// then with "changeit" and "". Private keys are neither decrypted nor kept. A store that is in
// order and holds nothing gives no certificates; a file in which none can be read is an Error.
Result<CertificateBundle> read_bundle(Bytes bytes, const std::string& name,
                                      const std::string& password);

// The bytes, or the first few kilobytes of them, look like something that read_bundle() reads.
bool looks_like_bundle(Bytes bytes);

}  // namespace tlswhy
