#include "knowledge/compiler/read_clients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "knowledge/compiler/behaviour_reader.hpp"
#include "knowledge/compiler/dated_rules.hpp"
#include "knowledge/compiler/read_titles.hpp"
#include "knowledge/compiler/text_rules.hpp"
#include "knowledge/compiler/vocabulary.hpp"
#include "wire/code_points.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

constexpr TitleRules client_titles{.longest = longest_title, .lower_case = false};

constexpr auto offer_keys = std::to_array<const char*>(
    {"versions", "cipher_suites", "supported_groups", "key_shares", "signature_algorithms",
     "signature_algorithms_cert", "alpn", "extended_master_secret", "renegotiation_info"});

// RFC 8446 section 4: a handshake message of that type, of the length that it says.
bool is_client_hello(const std::optional<std::vector<std::uint8_t>>& message) {
  if (!message) return false;
  Reader in(*message);
  const bool hello = in.u8() == static_cast<std::uint8_t>(HandshakeType::client_hello);
  const auto body = in.vector24();
  return hello && in.ok() && in.empty() && !body.empty();
}

class ClientReader {
 public:
  ClientReader(const Context& context, const RegistryModel& registry, bool built_in)
      : context_(context), registry_(registry), built_in_(built_in) {}

  ClientModel read(const Node& root, const std::map<std::string, StackModel>& stacks,
                   const std::map<std::string, ClientModel>& known) {
    TableReader reader(root, problems_);
    const auto parent = reader.word("inherits", "client", keys_of(known), Need::optional);
    if (parent && known.contains(parent->text)) {
      out_ = known.at(parent->text);
      out_.aliases.clear();
      out_.sources.clear();
      out_.titles.clear();
      out_.typical = false;
    }
    const auto stack =
        reader.word("stack", "stack", keys_of(stacks), parent ? Need::optional : Need::required);
    if (stack && stacks.contains(stack->text)) {
      out_.stack = stack->text;
      out_.behaviour = stacks.at(stack->text).behaviour;
      take_stack_rules(stacks.at(stack->text).dated, out_.dated);
    }
    about(reader);
    if (const Node* table = reader.table("hello", Need::optional)) hello(*table);
    read_behaviour(reader, context_, registry_, out_.behaviour);
    read_dated_rules(reader, root, problems_, out_.dated);
    if (const Node* table = reader.table("assumed", Need::optional)) assumed(*table);
    reader.finish();
    check(root);
    return std::move(out_);
  }

 private:
  void about(TableReader& reader) {
    if (const auto basis = reader.word("basis", "basis", vocabulary().bases, Need::required)) {
      out_.basis = basis->text;
    }
    for (const Word& source : reader.texts("source", Need::required)) {
      out_.sources.push_back(source.text);
    }
    for (const Word& alias : reader.texts("aliases", Need::optional)) {
      out_.aliases.push_back(alias.text);
    }
    if (reader.has("assumptions")) out_.assumptions.clear();
    for (const Word& text : reader.texts("assumptions", Need::optional)) {
      out_.assumptions.push_back(text.text);
      if (built_in_)
        problems_.add(text.place,
                      "an assumption stands in [assumed], under the rule that it is about");
    }
    out_.typical = reader.truth("typical").value_or(false);
  }

  // What nobody has confirmed, by the rule of this profile that says it or by what lies outside.
  void assumed(const Node& table) {
    out_.assumptions.clear();
    for (const Member& member : members(table, problems_)) {
      if (!contains(vocabulary().beside_profiles, member.key) && !has_rule(member.key))
        problems_.add(member.place,
                      fmt::format("\"{}\" is no rule that this profile has; what lies outside of "
                                  "it is one of {}",
                                  member.key, fmt::join(vocabulary().beside_profiles, ", ")));
      if (const std::string* text = member.node.as<std::string>()) {
        out_.assumptions.push_back(*text);
      } else {
        for (const Word& each : texts_of(member.node, problems_))
          out_.assumptions.push_back(each.text);
      }
    }
  }
  // "path.verifies", given or inherited.
  [[nodiscard]] bool has_rule(std::string_view rule) const {
    const auto dot = rule.find('.');
    if (dot == std::string_view::npos) return false;
    const std::string table(rule.substr(0, dot)), key(rule.substr(dot + 1));
    const BehaviourModel& own = out_.behaviour;
    if (table == "hello") return out_.offer_lists.contains(key) || out_.offer_truths.contains(key);
    if (table == "answers") return own.answers.contains(key);
    if (table == "messages") return own.messages.contains(key);
    const std::string stored = table == "path" ? "path_" + key : key;
    return own.words.contains(key) || own.truths.contains(stored) || own.limits.contains(stored) ||
           (table == "path" && own.path_lists.contains(key));
  }

  void hello(const Node& table) {
    TableReader reader(table, problems_);
    reader.texts("source", Need::optional);
    versions(reader);
    codes(reader, "cipher_suites", "cipher suite", registry_.cipher_suites);
    for (const char* key : {"supported_groups", "key_shares"}) {
      codes(reader, key, "named group", registry_.named_groups);
    }
    for (const char* key : {"signature_algorithms", "signature_algorithms_cert"}) {
      codes(reader, key, "signature scheme", registry_.signature_schemes);
    }
    if (reader.has("alpn")) out_.alpn.clear();
    for (const Word& name : reader.texts("alpn", Need::optional)) out_.alpn.push_back(name.text);
    if (const auto rule = reader.word("server_name", "rule of server_name",
                                      vocabulary().server_name_rules, Need::optional)) {
      out_.server_name = rule->text;
    }
    for (const char* key : {"extended_master_secret", "renegotiation_info"}) {
      if (const auto truth = reader.truth(key)) out_.offer_truths[key] = *truth;
    }
    client_hello(reader);
    reader.finish();
  }

  // What is recorded of the parent is not what this one sends where their lists differ.
  void client_hello(TableReader& reader) {
    const bool as_parent =
        std::ranges::none_of(offer_keys, [&reader](const char* key) { return reader.has(key); });
    if (!as_parent || reader.has("client_hello")) out_.client_hello.clear();
    const auto digits = reader.text("client_hello", Need::optional);
    if (!digits || digits->text.empty()) return;
    if (is_client_hello(from_hex(digits->text))) {
      out_.client_hello = digits->text;
    } else {
      problems_.add(digits->place,
                    "client_hello: the hexadecimal digits of one whole ClientHello are expected, "
                    "from its handshake type (01) on");
    }
  }

  void versions(TableReader& reader) {
    if (!reader.has("versions")) return;
    Codes& out = out_.offer_lists["versions"];
    out.clear();
    const Words& known = vocabulary().versions;
    for (const Word& word : reader.words("versions", "version", known, Need::required)) {
      const auto place = std::ranges::find(known, word.text) - known.begin();
      out.push_back(static_cast<std::uint16_t>(0x0300 + place));
    }
    std::ranges::sort(out, std::ranges::greater());
  }

  void codes(TableReader& reader, const char* key, const char* what, const CodePoints& points) {
    if (auto codes = read_code_points(reader, key, what, points, problems_)) {
      out_.offer_lists[key] = std::move(*codes);
    }
  }

  void check(const Node& root) {
    for (const char* key : {"versions", "cipher_suites"}) {
      if (out_.offer_lists[key].empty()) {
        problems_.add(root.place, fmt::format("[hello] {} is neither given nor inherited", key));
      }
    }
  }

  const Context& context_;
  const RegistryModel& registry_;
  bool built_in_;
  Problems& problems_ = context_.problems;
  ClientModel out_;
};

// The profile that a document inherits from; "" where it inherits from none.
std::string parent_of(const Node& root) {
  const Table* table = root.as<Table>();
  for (const Member& member : table == nullptr ? Table{} : *table) {
    const std::string* text = member.node.as<std::string>();
    if (member.key == "inherits" && text != nullptr) return *text;
  }
  return {};
}

}  // namespace

ClientModel read_client(const Node& root, const Context& context, const RegistryModel& registry,
                        const std::map<std::string, StackModel>& stacks,
                        const std::map<std::string, ClientModel>& known) {
  return ClientReader(context, registry, false).read(root, stacks, known);
}

std::map<std::string, ClientModel> read_clients(const Context& context,
                                                const RegistryModel& registry,
                                                const std::map<std::string, StackModel>& stacks,
                                                const Words& client_ids) {
  std::map<std::string, ClientModel> out;
  if (client_ids.empty()) return out;
  Words waiting = client_ids;
  while (!waiting.empty()) {  // those whose parent is read come first
    Words later;
    for (const std::string& id : waiting) {
      const Node& root = context.document(fmt::format("clients/{}.toml", id));
      const std::string parent = parent_of(root);
      if (contains(waiting, parent)) {
        later.push_back(id);
      } else {
        out[id] = ClientReader(context, registry, true).read(root, stacks, out);
      }
    }
    if (later.size() == waiting.size()) {
      context.problems.add({.file = fmt::format("clients/{}.toml", later.front())},
                           "inherits from itself");
      break;
    }
    waiting = std::move(later);
  }
  Titles titles = read_titles(context, "clients/clients.", "client", client_ids, client_titles);
  for (auto& [id, model] : out) model.titles = std::move(titles[id]);
  return out;
}

}  // namespace tlswhy::knowledge::compiler
