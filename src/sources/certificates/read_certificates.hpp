// Certificates from a path: a file of any kind that read_bundle() knows, or a folder of such files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

struct ReadCertificates {
  std::vector<std::shared_ptr<const Certificate>> certificates;  // in file order
  std::vector<std::string> notes;                                // each begins with its file
};

// A folder is read in the order of its names, without its subfolders; each certificate counts once
// there, and files that hold none become notes. `password`: see read_bundle().
Result<ReadCertificates> read_certificates(const std::string& path, const std::string& password);

}  // namespace tlswhy
