#include "app/shipped_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "knowledge/shipped_store.hpp"
#include "sources/certificates/system_store.hpp"

namespace tlswhy {
namespace {

// "windows@2026-07-19"
struct Asked {
  std::string_view platform, day;
};

Asked asked_in(std::string_view path) {
  const std::string_view name = path.substr(system_store_prefix.size());
  const std::size_t at = name.find('@');
  return at == std::string_view::npos
             ? Asked{.platform = name, .day = {}}
             : Asked{.platform = name.substr(0, at), .day = name.substr(at)};
}

std::shared_ptr<const Certificate> listed(const knowledge::ShippedRoot& root) {
  auto out = std::make_shared<Certificate>();
  out->listed = true;
  out->common_name = root.name;
  if (const auto bytes = from_hex(root.sha256); bytes && bytes->size() == out->sha256.size())
    std::ranges::copy(*bytes, out->sha256.begin());
  return out;
}

}  // namespace

bool names_shipped_store(const std::string& path) {
  if (!path.starts_with(system_store_prefix)) return false;
  const std::string_view name = asked_in(path).platform;
  return name != system_store_root && name != system_store_ca;
}

Result<ShippedRoots> shipped_roots(const std::string& path) {
  Asked asked = asked_in(path);
  const knowledge::ShippedStore* newest = knowledge::find_shipped_store(asked.platform, {});
  if (newest == nullptr)
    return failure(Error::Kind::unreadable,
                   fmt::format("{}: no such store; --help names those that there are", path));
  if (!asked.day.empty()) {
    asked.day.remove_prefix(1);
    const auto time = parse_time(asked.day);
    if (!time || to_date(*time) != asked.day)
      return failure(Error::Kind::unreadable,
                     fmt::format("{}: behind @ a day such as 2026-07-19 is expected", path));
  }
  ShippedRoots out;
  out.store = knowledge::find_shipped_store(asked.platform, asked.day);
  if (out.store == nullptr)
    return failure(
        Error::Kind::unreadable,
        fmt::format("{}: there is no list so old; there is one of {}", path, newest->as_of));
  for (const knowledge::ShippedRoot* root : knowledge::roots_of(*out.store))
    out.roots.push_back(listed(*root));
  out.note = fmt::format("{}: the {} roots of {} as of {}, by name and SHA-256 fingerprint", path,
                         out.roots.size(), out.store->name, out.store->as_of);
  return out;
}

}  // namespace tlswhy
