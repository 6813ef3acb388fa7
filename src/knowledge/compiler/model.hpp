// The knowledge folder, read and checked: what the emitters turn into tables.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/compiler/problems.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {

template <class T>
using ByLanguage = std::map<std::string, T>;  // language tag -> what it says
using Codes = std::vector<std::uint16_t>;

// One kind of code point: number -> name; names are unique too.
struct CodePoints {
  std::map<std::uint16_t, std::string> names;
  std::map<std::string, std::uint16_t> codes;
};
struct RegistryModel {
  CodePoints cipher_suites, named_groups, signature_schemes, alerts, extensions;
  CodePoints openssl_ciphers;  // cipher suites by the names that OpenSSL gives them
};

struct CauseTextModel {
  std::string title, verdict, explain, observe, never;
};
struct RemedyModel {
  std::string change, where, security;
};
struct CauseModel {
  std::string group, refuser, family;
  std::string judged = "anything";
  Words basis, sources, parameters, look_alikes;
  Codes rfc;
  std::vector<RemedyModel> remedies;
  ByLanguage<CauseTextModel> texts;
};

struct ChangeModel {
  std::string where, security;
  Words products;
  ByLanguage<std::string> titles;
};

struct RecipeModel {
  Words sources;
  ByLanguage<Words> steps;
};
struct ProductModel {
  ByLanguage<std::string> titles;
  std::string family;                          // of the stack that it is or runs on; empty: any
  Words services, words, programs;             // struct Product
  std::map<std::string, RecipeModel> recipes;  // by change
};

// Keys of [path] that are numbers and truths; in the order of struct PathRules.
inline constexpr const char* path_limit_keys[] = {
    "minimum_rsa_bits",      "maximum_rsa_bits", "minimum_ec_bits",
    "maximum_intermediates", "maximum_sent",     "maximum_name_checks",
    "modern_from",           "maximum_days",     "early_minutes"};
inline constexpr const char* path_truth_keys[] = {"verifies_pss_sha1",
                                                  "takes_pss_keys",
                                                  "strict_pss_keys",
                                                  "wildcard_below_top_label",
                                                  "judges_anchor",
                                                  "judges_anchor_key",
                                                  "anchor_limits",
                                                  "anchor_critical",
                                                  "anchor_eku",
                                                  "takes_v1_anchor",
                                                  "trusted_leaf_unchecked",
                                                  "leaf_eku",
                                                  "needs_server_auth",
                                                  "intermediate_eku",
                                                  "name_constraints",
                                                  "must_staple",
                                                  "fetches_issuers",
                                                  "self_issued_count",
                                                  "exclusions_bind_wildcards",
                                                  "last_second_expired",
                                                  "strict",
                                                  "takes_empty_eku",
                                                  "takes_critical_authority",
                                                  "takes_critical_subject_key_id",
                                                  "takes_explicit_curves",
                                                  "takes_empty_key_usage",
                                                  "takes_bare_wildcard",
                                                  "takes_underscores",
                                                  "empty_subject_strict",
                                                  "validates_as_sent",
                                                  "one_self_issued",
                                                  "no_key_twice",
                                                  "judges_far_anchor",
                                                  "takes_dotted_names",
                                                  "plain_wildcards",
                                                  "takes_repeated_unknown",
                                                  "reads_all_sent",
                                                  "needs_leaf_issuer",
                                                  "takes_empty_dns_constraint"};

// Keys of [path] that are words of an enumeration.
struct PathWordKey {
  const char* key;
  const char* type;  // the enumeration in knowledge/client.hpp
  const char* what;  // for a complaint
  Words Vocabulary::* known;
};
inline constexpr PathWordKey path_word_keys[] = {
    {"anchors", "AnchorRule", "rule of anchors", &Vocabulary::anchor_rules},
    {"anchor_authority", "AnchorAuthority", "rule of anchors", &Vocabulary::anchor_authorities},
    {"leaf_key_usage", "KeyUsageRule", "rule of key usage", &Vocabulary::key_usage_rules},
    {"common_name", "CommonNameRule", "rule of common names", &Vocabulary::common_name_rules},
    {"addresses", "AddressRule", "rule of addresses", &Vocabulary::address_rules},
    {"checks_name", "NameCheck", "check of the name", &Vocabulary::name_checks},
    {"building", "PathBuilding", "way to build a path", &Vocabulary::path_buildings},
    {"key_ids", "KeyIdRule", "rule of key identifiers", &Vocabulary::key_id_rules},
    {"constrains_common_name", "CommonNameConstraint", "rule of common names",
     &Vocabulary::common_name_constraints},
    {"names_constrained", "NamesConstrained", "rule of name constraints",
     &Vocabulary::names_constrained},
    {"unknown_forms", "UnknownForms", "rule of name constraints", &Vocabulary::unknown_forms},
    {"unreadable_names", "UnreadableNames", "rule of unreadable names",
     &Vocabulary::unreadable_names},
    {"unreadable_extensions", "UnreadableExtensions", "rule of unreadable extensions",
     &Vocabulary::unreadable_extensions},
    {"wildcards", "WildcardRule", "rule of wildcards", &Vocabulary::wildcard_rules},
    {"any_purpose", "AnyPurpose", "rule of anyExtendedKeyUsage", &Vocabulary::any_purposes},
    {"policies", "PolicyRule", "rule of certificate policies", &Vocabulary::policy_rules}};

// Keys of [habits] that are truths, in the order of struct StackHabits.
inline constexpr const char* habit_keys[] = {"insufficient_security_means_key_exchange",
                                             "sends_names_without_dot"};

struct AnswerModel {
  std::string kind;  // alert | accepts | closes
  std::uint16_t alert = 0;
};
// What a client takes, checks, answers and prints; each map by the key of the file.
struct BehaviourModel {
  std::map<std::string, bool> truths;
  std::map<std::string, std::uint16_t> limits;
  std::map<std::string, std::string> words;
  std::map<std::string, Codes> path_lists;
  Words path_reports;                                       // causes
  std::map<std::string, std::vector<AnswerModel>> answers;  // by cause
  std::map<std::string, std::vector<AnswerModel>> answers_tls13;
  std::map<std::string, std::string> messages;  // by cause, alert or ""
};
// From which release on a rule holds (dated_rules.hpp).
struct DatedRules {
  std::map<std::string, std::string> since;  // by rule, as "path.verifies"
  std::string release;                       // of the library; empty: not said
};
struct StackModel {
  std::string family;
  Words sources;
  ByLanguage<std::string> titles;
  std::map<std::string, Codes> hello_lists;  // by key of [hello]
  std::map<std::string, bool> hello_truths;
  std::optional<std::string> scsv;
  std::map<std::string, bool> habits;
  std::optional<std::string> made_stricter_by;  // a cause
  BehaviourModel behaviour;
  DatedRules dated;
};
struct ClientModel {
  std::string stack, basis;
  Words aliases, sources, assumptions;
  bool typical = false;
  ByLanguage<std::string> titles;
  std::map<std::string, Codes> offer_lists;  // by key of [hello]
  std::map<std::string, bool> offer_truths;
  std::string server_name = "always";
  std::string client_hello;  // hexadecimal digits
  Words alpn;
  BehaviourModel behaviour;
  DatedRules dated;
};

struct SentenceModel {
  Words parameters;
  ByLanguage<std::string> texts;
};

struct RankModel {
  std::string id;     // "refused-hello-no-common-version/old-hello"
  std::string cause;  // empty: a place for any
};

// Keys of a statement that hold causes, in the order of struct Statement.
inline constexpr const char* statement_cause_keys[] = {"client", "server", "client_leaf",
                                                       "client_issuer", "server_leaf"};
struct StatementModel {
  std::string name, weight, refuser, usual, after_established, sure_client, sure_server;
  std::map<std::string, Words> causes;  // by key
  bool alone = false;
};
struct MessageModel {
  std::string text, statement, family, library, by;
  bool heard = false;
};
struct ProgramMarkModel {
  std::string text, program, by;
};
struct StatementsModel {
  std::vector<StatementModel> statements;
  std::vector<MessageModel> messages;
  std::vector<ProgramMarkModel> marks;
  Words other_matters;
};

struct InspectorModel {
  std::string product;
  Words issuers;
};

struct RefusalModel {
  std::string fault;
  Codes alerts;
};

struct StoreListModel {
  std::string id, platform{}, name{}, as_of{}, version{};
};
struct StoreRootModel {
  std::string sha256, name;
  std::uint32_t lists = 0;  // bit 1 << n: the list n holds it
};
struct StoresModel {
  std::vector<StoreListModel> lists;  // by platform and day
  std::vector<StoreRootModel> roots;
};

struct Model {
  Words languages;  // those found; English first
  RegistryModel registry;
  std::map<std::string, CauseModel> causes;
  std::map<std::string, ChangeModel> changes;
  std::map<std::string, ProductModel> products;
  std::map<std::string, StackModel> stacks;
  std::map<std::string, ClientModel> clients;
  std::map<std::string, SentenceModel> sentences;  // "area.key"
  StatementsModel statements;
  std::vector<InspectorModel> inspectors;
  std::vector<RefusalModel> refusals;
  StoresModel stores;
  std::vector<RankModel> ranking;  // who stands first leads
};

}  // namespace tlswhy::knowledge::compiler
