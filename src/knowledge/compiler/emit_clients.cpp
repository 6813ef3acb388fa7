#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/fields.hpp"
#include "knowledge/compiler/texts.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

// The list of a key as an array of open code points.
void add_codes(Fields& out, CppArrays& arrays, const std::map<std::string, Codes>& lists,
               const char* key, const char* type) {
  const auto found = lists.find(key);
  if (found == lists.end() || found->second.empty()) return;
  Words items;
  for (const std::uint16_t code : found->second) {
    items.push_back(fmt::format("{}{{{:#06x}}}", type, code));
  }
  out.add(key, arrays.add(type, items));
}

std::string offer(CppArrays& arrays, const ClientModel& client) {
  Fields out;
  add_codes(out, arrays, client.offer_lists, "versions", "ProtocolVersion");
  add_codes(out, arrays, client.offer_lists, "cipher_suites", "CipherSuite");
  add_codes(out, arrays, client.offer_lists, "supported_groups", "NamedGroup");
  add_codes(out, arrays, client.offer_lists, "key_shares", "NamedGroup");
  add_codes(out, arrays, client.offer_lists, "signature_algorithms", "SignatureScheme");
  add_codes(out, arrays, client.offer_lists, "signature_algorithms_cert", "SignatureScheme");
  out.add("alpn", arrays.literals(client.alpn));
  out.add("server_name", "ServerNameRule::" + cpp_name(client.server_name));
  out.add("extended_master_secret", client.offer_truths);
  out.add("renegotiation_info", client.offer_truths);
  if (!client.client_hello.empty()) out.add("client_hello", cpp_literal(client.client_hello));
  return out.text();
}

std::string path(CppArrays& arrays, const BehaviourModel& behaviour) {
  Fields out;
  add_codes(out, arrays, behaviour.path_lists, "verifies", "SignatureScheme");
  add_codes(out, arrays, behaviour.path_lists, "curves", "NamedGroup");
  out.add("reports", arrays.enumerators("CauseId", behaviour.path_reports));
  for (const char* key : path_limit_keys) out.add(key, behaviour.limits, "path_");
  for (const auto& rule : path_word_keys) out.add_word(rule.key, rule.type, behaviour.words);
  for (const char* key : path_truth_keys) out.add(key, behaviour.truths, "path_");
  return out.text();
}

std::string messages(CppArrays& arrays, const BehaviourModel& behaviour) {
  Words rows;
  for (const auto& [on, text] : behaviour.messages) {
    rows.push_back(fmt::format("{{{}, {}}}", cpp_literal(on), cpp_literal(text)));
  }
  return arrays.add("ClientMessage", rows);
}

std::string row(CppArrays& arrays, const Model& model, const std::string& enumerator,
                const std::string& name, const ClientModel& client) {
  const Words fields = {enumerator,
                        cpp_literal(name),
                        arrays.literals(client.aliases),
                        "StackId::" + cpp_name(client.stack),
                        "Basis::" + client.basis,
                        arrays.literals(client.sources),
                        arrays.literals(client.assumptions),
                        in_every_language(arrays, model, client.titles),
                        offer(arrays, client),
                        emit_policy(client.behaviour),
                        path(arrays, client.behaviour),
                        emit_answers(arrays, client.behaviour.answers),
                        emit_answers(arrays, client.behaviour.answers_tls13),
                        messages(arrays, client.behaviour),
                        client.typical ? "true" : "false"};
  return "{" + joined(fields) + "}";
}

// What all clients of a library do, as a client that offers nothing.
ClientModel bare(const std::string& id, const StackModel& stack) {
  ClientModel out;
  out.stack = id;
  out.basis = "know";
  out.sources = stack.sources;
  out.titles = stack.titles;
  out.behaviour = stack.behaviour;
  return out;
}

std::string table(const char* name, const Words& rows) {
  return fmt::format("constinit const std::span<const ClientProfile> tables::{0}{1};\n", name,
                     rows.empty() ? "{}" : fmt::format("({}_rows)", name));
}
std::string array_of(const char* name, const Words& rows) {
  if (rows.empty()) return {};
  return fmt::format("constexpr ClientProfile {}_rows[] = {{\n  {}}};\n", name,
                     joined(rows, ",\n  "));
}

}  // namespace

std::string emit_clients(const Model& model) {
  CppArrays arrays("client");
  Words clients;
  Words libraries;
  for (const auto& [id, client] : model.clients)
    clients.push_back(row(arrays, model, "ClientId::" + cpp_name(id), id, client));
  for (const auto& [id, stack] : model.stacks)
    libraries.push_back(row(arrays, model, "ClientId{}", id, bare(id, stack)));
  return cpp_source(
      arrays.definitions() + array_of("clients", clients) + array_of("libraries", libraries),
      table("clients", clients) + table("libraries", libraries));
}

}  // namespace tlswhy::knowledge::compiler
