// The certificate files of tests/fixtures/bundles (tests/tools/make_bundles.py) for tests.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "wire/testing/tls_bytes.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy::testing {

inline const std::vector<std::string> all_names = {"one", "two", "three"};

inline std::string bundle_fixture(const std::string& name) { return fixture("bundles/" + name); }

inline Result<CertificateBundle> read_fixture(const std::string& name,
                                              const std::string& password = {}) {
  return read_bundle(as_bytes(bundle_fixture(name)), name, password);
}

// The common names, in file order.
inline std::vector<std::string> names_in(const CertificateBundle& bundle) {
  std::vector<std::string> out;
  for (const auto& certificate : bundle.certificates) out.push_back(certificate->common_name);
  return out;
}

inline std::vector<std::string> notes_in(const CertificateBundle& bundle) {
  std::vector<std::string> out;
  for (const auto& note : bundle.notes) out.push_back(note.what);
  return out;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace tlswhy::testing
