#include "report/profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "knowledge/registry.hpp"
#include "wire/names.hpp"

namespace tlswhy::profile {
namespace {

using namespace knowledge;

struct Field {
  std::string section, key;
  std::vector<std::string> items;  // TOML values
  bool list = false;
};

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

constexpr std::array server_name_rules = {"always", "dotted-names", "never"};
constexpr std::array anchor_rules = {"any-trusted", "self-signed", "self-signed-ca"};
constexpr std::array key_usage_rules = {"ignored", "any-use", "by-key-exchange",
                                        "key-encipherment"};
constexpr std::array common_name_rules = {"never", "without-san", "without-dns-name"};
constexpr std::array moments = {"before-key-exchange", "after-finished", "after-connected"};
constexpr std::array bases = {"lab", "source", "issue", "know"};

template <class Words, class Enum>
std::string word(const Words& words, Enum value) {
  return quoted(words.at(static_cast<std::size_t>(value)));
}

class Fields {
 public:
  explicit Fields(const ClientProfile& profile) : p_(profile) {
    about();
    hello();
    policy();
    path();
    answers();
  }
  std::vector<Field> take() { return std::move(out_); }

 private:
  void put(std::string key, std::string value) {
    out_.push_back({section_, std::move(key), {std::move(value)}, false});
  }
  void put(std::string key, bool value) {
    put(std::move(key), std::string(value ? "true" : "false"));
  }
  void put(std::string key, std::uint16_t value) { put(std::move(key), std::to_string(value)); }
  template <class T>
  void put(std::string key, const std::optional<T>& value) {
    if (value) put(std::move(key), *value);
  }
  template <class List, class Name>
  void put_list(std::string key, const List& list, const Name& name) {
    Field field{section_, std::move(key), {}, true};
    for (const auto& item : list) field.items.push_back(quoted(name(item)));
    out_.push_back(std::move(field));
  }
  template <class List>
  void put_texts(std::string key, const List& list) {
    put_list(std::move(key), list, [](std::string_view text) { return text; });
  }

  void about() {
    put("stack", quoted(stack(p_.stack).name));
    put("basis", word(bases, p_.basis));
    put_texts("source", p_.sources);
    put_texts("aliases", p_.aliases);
    if (!p_.assumptions.empty()) put_texts("assumptions", p_.assumptions);
  }

  void hello() {
    section_ = "hello";
    const Offer& offer = p_.offer;
    const auto scheme = [](SignatureScheme s) { return signature_scheme_text(s); };
    const auto group = [](NamedGroup g) { return named_group_text(g); };
    put_list("versions", offer.versions, [](ProtocolVersion v) { return version_name(v); });
    put_list("cipher_suites", offer.cipher_suites,
             [](CipherSuite s) { return cipher_suite_text(s); });
    put_list("supported_groups", offer.supported_groups, group);
    put_list("key_shares", offer.key_shares, group);
    put_list("signature_algorithms", offer.signature_algorithms, scheme);
    put_list("signature_algorithms_cert", offer.signature_algorithms_cert, scheme);
    put_texts("alpn", offer.alpn);
    put("server_name", word(server_name_rules, offer.server_name));
    put("extended_master_secret", offer.extended_master_secret);
    put("renegotiation_info", offer.renegotiation_info);
  }

  void policy() {
    section_ = "policy";
    put("minimum_dh_bits", p_.policy.minimum_dh_bits);
    put("maximum_dh_bits", p_.policy.maximum_dh_bits);
    put("minimum_rsa_bits", p_.policy.minimum_rsa_bits);
    put("verifies_pss", p_.policy.verifies_pss);
    put("verifies_md5_sha1", p_.policy.verifies_md5_sha1);
    put("checks_name", p_.policy.checks_name);
    if (p_.policy.judges) put("judges", word(moments, *p_.policy.judges));
    put("alert_clear_in_tls13", p_.policy.alert_clear_in_tls13);
  }

  void path() {
    section_ = "path";
    const PathRules& rules = p_.path;
    put_list("verifies", rules.verifies,
             [](SignatureScheme s) { return signature_scheme_text(s); });
    if (!rules.curves.empty())
      put_list("curves", rules.curves, [](NamedGroup g) { return named_group_text(g); });
    put("minimum_rsa_bits", rules.minimum_rsa_bits);
    put("minimum_ec_bits", rules.minimum_ec_bits);
    put("anchors", word(anchor_rules, rules.anchors));
    put("leaf_key_usage", word(key_usage_rules, rules.leaf_key_usage));
    put("common_name", word(common_name_rules, rules.common_name));
    put("verifies_pss_sha1", rules.verifies_pss_sha1);
    put("takes_pss_keys", rules.takes_pss_keys);
    put("checks_name", rules.checks_name);
    put("wildcard_below_top_label", rules.wildcard_below_top_label);
    put("judges_anchor", rules.judges_anchor);
    put("takes_v1_anchor", rules.takes_v1_anchor);
    put("intermediate_eku", rules.intermediate_eku);
    put("name_constraints", rules.name_constraints);
    put("must_staple", rules.must_staple);
    put("fetches_issuers", rules.fetches_issuers);
  }

  void answers() {
    section_ = "answers";
    for (const StackAnswers& entry : p_.answers) {
      put_list(std::string(cause(entry.cause).name), entry.answers, [](const Answer& answer) {
        if (answer.kind == Answer::Kind::accepts) return std::string("accepts");
        if (answer.kind == Answer::Kind::closes) return std::string("closes");
        return alert_description_text(AlertDescription{answer.alert});
      });
    }
    section_ = "messages";
    for (const ClientMessage& message : p_.messages)
      put(std::string(message.on), quoted(message.text));
  }

  const ClientProfile& p_;
  std::string section_;
  std::vector<Field> out_;
};

std::vector<Field> fields(const ClientProfile& profile) { return Fields(profile).take(); }

std::string name_of(const Field& field) {
  return field.section.empty() ? field.key : field.section + "." + field.key;
}

std::string value(const Field& field) {
  if (!field.list) return field.items.front();
  const std::string one = fmt::format("[{}]", fmt::join(field.items, ", "));
  if (one.size() <= 80) return one;
  std::string out = "[\n";
  for (const std::string& item : field.items) out += "  " + item + ",\n";
  return out + "]";
}

std::vector<std::string> only_in(const std::vector<std::string>& a,
                                 const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::ranges::copy_if(a, std::back_inserter(out), [&b](const std::string& item) {
    return std::ranges::find(b, item) == b.end();
  });
  return out;
}

// Nothing where both are alike.
std::string change(const std::string& name, const Field* a, const Field* b) {
  static const Field absent;
  const std::vector<std::string>& old_items = (a != nullptr ? a : &absent)->items;
  const std::vector<std::string>& new_items = (b != nullptr ? b : &absent)->items;
  if (old_items == new_items) return {};
  std::string out = name + "\n";
  const auto lost = only_in(old_items, new_items);
  const auto gained = only_in(new_items, old_items);
  for (const std::string& item : lost) out += "  - " + item + "\n";
  for (const std::string& item : gained) out += "  + " + item + "\n";
  if (lost.empty() && gained.empty())
    out += fmt::format("  - {}\n  + {}\n", fmt::join(old_items, ", "), fmt::join(new_items, ", "));
  return out;
}

}  // namespace

std::string as_toml(const ClientProfile& profile) {
  std::string out = fmt::format("# {}: {}\n", profile.name, profile.title(Language::en));
  std::string section;
  for (const Field& field : fields(profile)) {
    if (field.section != section) out += fmt::format("\n[{}]\n", field.section);
    section = field.section;
    out += fmt::format("{} = {}\n", field.key, value(field));
  }
  return out;
}

std::string list(Language language) {
  std::string out;
  for (const ClientProfile& profile : clients())
    out += fmt::format("{:24} {:8} {}\n", profile.name,
                       bases.at(static_cast<std::size_t>(profile.basis)), profile.title(language));
  return out;
}

std::string difference(const ClientProfile& a, const ClientProfile& b) {
  const std::vector<Field> of_a = fields(a);
  const std::vector<Field> of_b = fields(b);
  const auto find = [](const std::vector<Field>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, name_of);
    return found == all.end() ? nullptr : &*found;
  };
  std::string out = fmt::format("- {}\n+ {}\n\n", a.name, b.name);
  const auto told = [](const std::string& name) {
    return name != "source" && name != "aliases" && name != "assumptions";
  };
  for (const Field& field : of_a) {
    const std::string name = name_of(field);
    if (told(name)) out += change(name, &field, find(of_b, name));
  }
  for (const Field& field : of_b) {
    const std::string name = name_of(field);
    if (told(name) && find(of_a, name) == nullptr) out += change(name, nullptr, &field);
  }
  return out;
}

}  // namespace tlswhy::profile
