#include "analysis/log_client.hpp"

#include <string_view>

#include "knowledge/learn.hpp"
#include "knowledge/stack.hpp"

namespace tlswhy {
namespace {

// Of those that offer the same the plain one is meant: a variant ("java-17-raw") is named after
// what its program does beside TLS, which no hello shows, and a product ("uccx-11") is a Java with
// settings of its own.
bool plainer(const knowledge::ClientProfile& a, const knowledge::ClientProfile& b) {
  return a.name.size() < b.name.size();
}

}  // namespace

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
