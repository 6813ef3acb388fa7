#include "app/request.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/judge.hpp"
#include "app/shipped_store.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "sources/certificates/read_certificates.hpp"

namespace tlswhy {
namespace {

std::unexpected<Error> unreadable(const Error& error) {
  return failure(Error::Kind::unreadable, error.what);
}

void keep(std::vector<std::string>&& notes, ExplainOptions& options) {
  std::ranges::move(notes, std::back_inserter(options.notes));
}

Result<void> resolve_clients(Request& request) {
  auto named = find_clients(request.as, request.installation);
  if (!named) return std::unexpected(named.error());
  request.clients = std::move(*named);
  request.options.setting.clients = request.clients.clients;
  std::ranges::copy(request.clients.notes, std::back_inserter(request.options.notes));
  return {};
}

Result<void> resolve_shipped(const std::string& path, ExplainOptions& options) {
  auto shipped = shipped_roots(path);
  if (!shipped) return std::unexpected(shipped.error());
  auto& store = options.setting.store;
  if (!store) store.emplace();
  std::ranges::move(shipped->roots, std::back_inserter(*store));
  options.setting.shipped.push_back(shipped->store);
  options.notes.push_back(std::move(shipped->note));
  return {};
}

Result<void> resolve_store(const std::string& path, ExplainOptions& options) {
  if (names_shipped_store(path)) return resolve_shipped(path, options);
  auto read = read_certificates(path, options.trust_password);
  if (!read) return unreadable(read.error());
  auto& store = options.setting.store;
  if (!store) store.emplace();
  std::ranges::move(read->certificates, std::back_inserter(*store));
  keep(std::move(read->notes), options);
  return {};
}

Result<void> resolve_server(const std::string& path, ExplainOptions& options) {
  auto read = read_server(path, options.trust_password);
  if (!read) return unreadable(read.error());
  keep(std::move(read->notes), options);
  give(std::move(*read), options.setting);
  return {};
}

std::unexpected<Error> mistake(knowledge::SentenceId id, const char* parameter,
                               const std::string& value, const ExplainOptions& options) {
  return failure(Error::Kind::usage,
                 knowledge::say(id, options.wording.language, {{parameter, value}}));
}

}  // namespace

std::vector<std::string> files_beside(const Request& request) {
  std::vector<std::string> out = request.trust;
  const Installation& own = request.installation;
  for (const std::string* file :
       {&request.server, &own.java_security, &own.java_version, &own.openssl_cnf})
    out.push_back(*file);
  return out;
}

Result<void> resolve(Request& request) {
  ExplainOptions& options = request.options;
  const std::string& product = options.wording.product;
  if (!product.empty() && !knowledge::find_product(product))
    return mistake(sentence::usage_product, "name", product, options);
  if (auto done = resolve_clients(request); !done) return done;
  for (const std::string& path : request.trust) {
    if (auto done = resolve_store(path, options); !done) return done;
  }
  if (!request.server.empty()) {
    if (auto done = resolve_server(request.server, options); !done) return done;
  }
  if (!request.at.empty()) {
    options.setting.at = parse_time(request.at);
    if (!options.setting.at) return mistake(sentence::usage_time, "text", request.at, options);
  }
  return {};
}

}  // namespace tlswhy
