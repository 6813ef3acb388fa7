#include "app/named_clients.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/files.hpp"
#include "knowledge/java_release.hpp"
#include "sources/profile/apply_java_security.hpp"
#include "sources/profile/apply_openssl_cnf.hpp"
#include "sources/profile/read_profile.hpp"

namespace tlswhy {
namespace {

// A file of settings. A pipe will do: --java-version <(java -version 2>&1).
Result<std::string> text_of(const std::string& path) {
  constexpr std::size_t most_bytes = std::size_t{1} << 20;
  return read_file(path, most_bytes);
}

std::unexpected<Error> unknown(const std::string& name) {
  const std::string_view nearest = knowledge::nearest_client(name);
  return failure(Error::Kind::usage,
                 nearest.empty()
                     ? fmt::format("no client is called \"{}\": see tlswhy clients", name)
                     : fmt::format("no client is called \"{}\": is it {}?", name, nearest));
}

// What the name may mean goes into `out`.
Result<bool> add_clients_called(const std::string& name, NamedClients& out) {
  const auto known = knowledge::clients_called(name);
  for (const auto* client : known) out.own.emplace_back(*client);
  if (known.size() > 1) {
    out.notes.push_back(
        fmt::format("\"{}\" fits several clients: only what they have in common is sure", name));
  }
  if (!known.empty()) return true;
  if (kind_of_path(name) != PathKind::file) return unknown(name);
  const auto text = text_of(name);
  if (!text) return std::unexpected(text.error());
  auto profile = read_profile(name, *text);
  if (!profile) return std::unexpected(profile.error());
  out.own.push_back(std::move(*profile));
  return true;
}

// The profile that `java -version` names, where --as does not say otherwise.
Result<std::optional<OwnProfile>> client_of_java_version(const Installation& installation,
                                                         const std::vector<std::string>& names,
                                                         std::vector<std::string>& notes) {
  if (installation.java_version.empty()) return std::nullopt;
  if (!names.empty())
    return failure(Error::Kind::usage, "--java-version names the client: --as is one too many");
  const auto text = text_of(installation.java_version);
  if (!text) return std::unexpected(text.error());
  const knowledge::JavaVersion java = knowledge::java_of_version(*text);
  if (java.profile == nullptr) {
    return failure(Error::Kind::malformed,
                   fmt::format("{}: holds no line like: openjdk version \"1.8.0_152\"",
                               installation.java_version));
  }
  if (!java.exact)
    notes.push_back(fmt::format("Java {} is judged as {}", java.version, java.profile->name));
  return OwnProfile(*java.profile);
}

std::string family_of(const OwnProfile& own) {
  return std::string(knowledge::stack(own.profile().stack).family);
}

using Apply = std::vector<std::string> (*)(std::string_view, OwnProfile&);

// Puts the settings of one file in place, and the file into the name that the profile goes by.
Result<bool> apply_file(const std::string& path, const char* option, std::string_view family,
                        Apply how, OwnProfile& own, std::vector<std::string>& notes) {
  if (path.empty()) return false;
  const std::string name(own.profile().name);
  if (family_of(own) != family) {
    return failure(Error::Kind::usage,
                   fmt::format("{} is for clients of another library than {}", option, name));
  }
  const auto text = text_of(path);
  if (!text) return std::unexpected(text.error());
  for (std::string& note : how(*text, own)) notes.push_back(std::move(note));
  const std::string file = file_name_of(path);
  const std::string title(own.profile().titles.front());
  call(own, name, fmt::format("{} ({})", title, file));
  return true;
}

Result<bool> apply(const Installation& files, OwnProfile& own, std::vector<std::string>& notes) {
  const auto java =
      apply_file(files.java_security, "--java-security", "jsse", apply_java_security, own, notes);
  if (!java) return java;
  return apply_file(files.openssl_cnf, "--openssl-cnf", "openssl", apply_openssl_cnf, own, notes);
}

}  // namespace

Result<NamedClients> find_clients(const std::vector<std::string>& names,
                                  const Installation& installation) {
  NamedClients out;
  for (const std::string& name : names) {
    const auto added = add_clients_called(name, out);
    if (!added) return std::unexpected(added.error());
  }
  if (auto client = client_of_java_version(installation, names, out.notes); !client) {
    return std::unexpected(client.error());
  } else if (*client) {
    out.own.push_back(std::move(**client));
  }
  if (out.own.empty() && installation.given())
    return failure(Error::Kind::usage, "whose settings these are is said with --as ID");
  for (OwnProfile& own : out.own) {
    const auto applied = apply(installation, own, out.notes);
    if (!applied) return std::unexpected(applied.error());
    out.clients.push_back(&own.profile());
  }
  return out;
}

}  // namespace tlswhy
