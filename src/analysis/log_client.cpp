#include "analysis/log_client.hpp"

#include <string>
#include <string_view>

#include "knowledge/java_release.hpp"
#include "knowledge/learn.hpp"
#include "knowledge/stack.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy {
namespace {

// Of those that offer the same the plain one is meant: a variant ("java-17-raw") is named after
// what its program does beside TLS, which no hello shows, and a product ("uccx-11") is a Java with
// settings of its own.
bool plainer(const knowledge::ClientProfile& a, const knowledge::ClientProfile& b) {
  return a.name.size() < b.name.size();
}

// Whether the words are of this library, as far as they are of one.
bool speaks(const LogFacts& log, std::string_view library) {
  bool of_it = false;
  for (const StatementSeen& s : log.statements) {
    const std::string_view words = knowledge::messages()[s.message].library;
    if (words.empty()) continue;
    if (words != library) return false;
    of_it = true;
  }
  return of_it;
}

// A profile's title has the update that was measured: "Java 8u152", "Java 17.0.21".
NamedClient java(const std::string& version) {
  const knowledge::JavaVersion found = knowledge::java_of_release(version);
  if (found.profile == nullptr) return {};
  const bool old = version.starts_with("1.");
  const bool same = found.exact && (old || found.profile->titles.front().ends_with(version));
  return {found.profile, same ? std::string() : "Java " + version};
}

// The first `count` numbers of a version: "20.11.0" is "20".
std::string_view leading(std::string_view version, std::size_t count) {
  std::size_t at = 0;
  for (; count != 0 && at != std::string_view::npos; --count)
    at = version.find('.', at == 0 ? 0 : at + 1);
  return version.substr(0, at);
}

}  // namespace

NamedClient client_of_words(const LogFacts& log) {
  using std::string_literals::operator""s;
  if (log.runtime.empty() || log.speaker == Party::server) return {};
  if (log.runtime == "java") return speaks(log, "jsse") ? java(log.version) : NamedClient();
  if (log.runtime == "node")
    return {knowledge::find_client("node-"s.append(leading(log.version, 1)))};
  if (log.runtime == "python")
    return {knowledge::find_client("python-"s.append(leading(log.version, 2)))};
  if (!speaks(log, "openssl")) return {};
  return {knowledge::find_client("curl-"s.append(leading(log.version, 2)) + "-openssl")};
}

const knowledge::ClientProfile* client_of_log(const Transcript& t, const Handshake& h) {
  const LogFacts* log = t.transport.log();
  if (log == nullptr || !h.client_hello || log->speaker != Party::client) return nullptr;
  if (!log->program.starts_with("java-debug")) return nullptr;
  const knowledge::ClientProfile* out = nullptr;
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    if (knowledge::stack(client.stack).family != "jsse") continue;
    if (!client.name.starts_with("java-")) continue;
    if (!says_what_it_offers(*h.client_hello, client)) continue;
    if (out == nullptr || plainer(client, *out)) out = &client;
  }
  return out;
}

}  // namespace tlswhy
