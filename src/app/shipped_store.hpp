// A platform's roots as a store: "system:windows", or "system:windows@2026-07-19" for what it
// shipped on that day (knowledge/shipped_store.hpp).
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/setting.hpp"

namespace tlswhy {

// Whether `path` names a platform's roots, and no store of the system's own.
bool names_shipped_store(const std::string& path);

struct ShippedRoots {
  const knowledge::ShippedStore* store = nullptr;
  CertificateList roots;  // each known by its fingerprint and name alone (Certificate::listed)
  std::string note;       // what this store is and of when; begins with the path
};

// An error where nothing is known of that platform, or of that day.
Result<ShippedRoots> shipped_roots(const std::string& path);

}  // namespace tlswhy
