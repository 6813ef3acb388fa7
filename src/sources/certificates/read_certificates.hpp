// Certificates from a path, or from the bytes of a file: of any kind that read_bundle() knows, or
// an NSS database. A path may be a folder of such files, or name a store of the system
// (system_store.hpp).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "x509/certificate.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy {

struct ReadCertificates {
  std::vector<std::shared_ptr<const Certificate>> certificates;  // in file order
  std::vector<std::string> notes;                                // each begins with its file
};

// `name` stands for the file in messages. `password`: see read_bundle().
Result<CertificateBundle> read_certificate_file(Bytes bytes, const std::string& name,
                                                const std::string& password);
// The bytes, or the first few kilobytes of them, look like something that is read here.
bool looks_like_certificates(Bytes bytes);

// A folder is read in the order of its names, without its subfolders; each certificate counts once
// there, and files that hold none become notes. `password`: see read_bundle().
Result<ReadCertificates> read_certificates(const std::string& path, const std::string& password);

}  // namespace tlswhy
