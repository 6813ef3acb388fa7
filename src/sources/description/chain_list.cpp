#include "sources/description/chain_list.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <iterator>

#include "x509/certificate_bundle.hpp"

namespace tlswhy {
namespace {

namespace bj = boost::json;

constexpr std::size_t most_certificates = 4096;

std::unexpected<Error> wrong(const std::string& what) {
  return failure(Error::Kind::malformed, what);
}

const bj::value* given(const bj::object& line, std::string_view key) {
  const bj::value* value = line.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Result<std::string> text(const bj::object& line, std::string_view key) {
  const bj::value* value = given(line, key);
  if (value == nullptr) return std::string();
  if (!value->is_string()) return wrong(fmt::format("\"{}\" must be a text", key));
  return std::string(value->as_string());
}

// One PEM text or a list of them; a text in which nothing can be read holds none.
Result<CertificateList> certificates(const bj::value& value, std::string_view key) {
  CertificateList out;
  const auto take = [&out](const bj::value& pem) {
    if (!pem.is_string()) return false;
    const auto read = read_bundle(as_bytes(pem.as_string()), "line", {});
    if (read) out.insert(out.end(), read->certificates.begin(), read->certificates.end());
    return true;
  };
  bool good = true;
  if (const bj::array* list = value.if_array()) {
    for (const bj::value& item : *list) good = good && take(item);
  } else {
    good = take(value);
  }
  if (!good) return wrong(fmt::format("\"{}\" must be PEM, a text or a list of texts", key));
  if (out.size() > most_certificates)
    return wrong(fmt::format("\"{}\" holds more than {} certificates", key, most_certificates));
  return out;
}

}  // namespace

Result<ListedChain> read_listed_chain(std::string_view line) {
  bj::error_code error;
  const bj::value parsed = bj::parse(line, error);
  if (error || !parsed.is_object()) return wrong("is no JSON object");
  const bj::object& object = parsed.as_object();
  ListedChain out;
  const auto id = text(object, "id");
  const auto host = text(object, "host");
  const auto at = text(object, "at");
  for (const auto* read : {&id, &host, &at})
    if (!*read) return std::unexpected(read->error());
  out.id = *id;
  if (!host->empty()) out.host = ServerName(*host);
  if (!at->empty()) {
    out.at = parse_time(*at);
    if (!out.at) return wrong(fmt::format("\"{}\" is no time like 2025-03-01T09:30:00Z", *at));
  }
  const bj::value* chain = given(object, "chain");
  if (chain == nullptr) return wrong("has no \"chain\"");
  auto read = certificates(*chain, "chain");
  if (!read) return std::unexpected(read.error());
  out.chain = std::move(*read);
  if (const bj::value* roots = given(object, "roots")) {
    auto store = certificates(*roots, "roots");
    if (!store) return std::unexpected(store.error());
    out.roots = std::move(*store);
  }
  return out;
}

std::string listed_id(std::string_view line) {
  bj::error_code error;
  const bj::value parsed = bj::parse(line, error);
  if (error || !parsed.is_object()) return {};
  return text(parsed.as_object(), "id").value_or(std::string());
}

bool looks_like_chain_list(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return first != std::string_view::npos && head[first] == '{' &&
         head.find("\"chain\"") != std::string_view::npos &&
         head.find("-----BEGIN CERTIFICATE-----\\n") != std::string_view::npos &&
         head.substr(0, head.find('\n')).find("\"schema\"") == std::string_view::npos;
}

}  // namespace tlswhy
