#include "app/named_clients.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "sources/profile/read_profile.hpp"

namespace tlswhy {
namespace {

constexpr std::uintmax_t most_bytes = 1024UL * 1024;  // of a file of settings

Result<std::string> text_of(const std::string& path) {
  std::error_code fault;
  const bool regular = std::filesystem::is_regular_file(path, fault);
  std::ifstream file(path, std::ios::binary);
  if (!regular || !file)
    return failure(Error::Kind::unreadable, fmt::format("{}: cannot be read", path));
  if (std::filesystem::file_size(path, fault) > most_bytes)
    return failure(Error::Kind::unreadable, fmt::format("{}: is too large for settings", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::unexpected<Error> unknown(const std::string& name) {
  const std::string_view nearest = knowledge::nearest_client(name);
  return failure(Error::Kind::usage,
                 nearest.empty()
                     ? fmt::format("no client is called \"{}\": see tlswhy clients", name)
                     : fmt::format("no client is called \"{}\": is it {}?", name, nearest));
}

Result<OwnProfile> client_called(const std::string& name) {
  if (const auto* known = knowledge::find_client(name)) return OwnProfile(*known);
  std::error_code fault;
  if (!std::filesystem::is_regular_file(name, fault)) return unknown(name);
  const auto text = text_of(name);
  if (!text) return std::unexpected(text.error());
  return read_profile(name, *text);
}

}  // namespace

Result<NamedClients> find_clients(const std::vector<std::string>& names, const Installation&) {
  NamedClients out;
  for (const std::string& name : names) {
    auto client = client_called(name);
    if (!client) return std::unexpected(client.error());
    out.clients.push_back(&out.own.emplace_back(std::move(*client)).profile());
  }
  return out;
}

}  // namespace tlswhy
