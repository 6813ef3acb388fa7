#include "knowledge/compiler/behaviour_reader.hpp"

#include <span>

#include "knowledge/compiler/read_registry.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

class BehaviourReader {
 public:
  BehaviourReader(const Context& context, const RegistryModel& registry, BehaviourModel& out)
      : context_(context), registry_(registry), out_(out) {}

  void policy(const Node& table) {
    TableReader reader(table, problems_);
    reader.texts("source", Need::optional);
    static constexpr const char* numbers[] = {"minimum_dh_bits", "maximum_dh_bits"};
    static constexpr const char* answers[] = {"verifies_md5_sha1", "alert_clear_in_tls13",
                                              "programs_judge_late"};
    limits(reader, numbers);
    truths(reader, answers);
    word(reader, "judges", "moment of judging", vocabulary().judging_moments);
    word(reader, "tries_addresses", "use of addresses", vocabulary().address_uses);
    reader.finish();
  }

  void path(const Node& table) {
    TableReader reader(table, problems_);
    reader.texts("source", Need::optional);
    limits(reader, path_limit_keys, "path_");
    truths(reader, path_truth_keys, "path_");
    for (const auto& [key, type, what, known] : path_word_keys)
      word(reader, key, what, vocabulary().*known);
    reports(reader);
    list(reader, "verifies", "signature scheme", registry_.signature_schemes);
    list(reader, "curves", "named group", registry_.named_groups);
    reader.finish();
  }

  void answers(const Node& table, std::map<std::string, std::vector<AnswerModel>>& out) {
    for (const Member& member : members(table, problems_)) {
      known_cause(member);
      std::vector<AnswerModel>& list = out[member.key];
      list.clear();
      for (const Word& given : texts_of(member.node, problems_)) list.push_back(answer(given));
      if (list.empty()) problems_.add(member.place, "an answer is missing here");
    }
  }

  void messages(const Node& table) {
    for (const Member& member : members(table, problems_)) {
      const bool other = is_general(member.key) || registry_.alerts.codes.contains(member.key) ||
                         contains(vocabulary().fault_variants, member.key);
      if (!other) known_cause(member);
      const std::string* text = member.node.as<std::string>();
      if (text == nullptr || text->empty()) {
        problems_.add(member.node.place, "a text that is not empty is expected here");
      } else if (member.key == "always") {
        out_.messages = {{"else", *text}};
      } else {
        out_.messages[member.key] = *text;
      }
    }
  }

 private:
  using Keys = std::span<const char* const>;

  void reports(TableReader& reader) {
    if (!reader.has("reports")) return;
    out_.path_reports.clear();
    for (const Word& given : reader.words("reports", "cause", context_.cause_ids, Need::optional)) {
      out_.path_reports.push_back(given.text);
    }
  }

  void limits(TableReader& reader, Keys keys, const std::string& before = {}) {
    for (const char* key : keys) {
      if (const auto limit = reader.small_number(key)) out_.limits[before + key] = *limit;
    }
  }
  void truths(TableReader& reader, Keys keys, const std::string& before = {}) {
    for (const char* key : keys) {
      if (const auto truth = reader.truth(key)) out_.truths[before + key] = *truth;
    }
  }
  void word(TableReader& reader, const char* key, const char* what, const Words& known) {
    if (const auto found = reader.word(key, what, known, Need::optional)) {
      out_.words[key] = found->text;
    }
  }
  void list(TableReader& reader, const char* key, const char* what, const CodePoints& points) {
    if (auto codes = read_code_points(reader, key, what, points, problems_)) {
      out_.path_lists[key] = std::move(*codes);
    }
  }

  static bool is_general(std::string_view key) {
    return key == "else" || key == "any-alert" || key == "always";
  }

  void known_cause(const Member& member) {
    if (!contains(context_.cause_ids, member.key)) {
      problems_.unknown(member.place, "cause", member.key, context_.cause_ids);
    }
  }

  AnswerModel answer(const Word& given) {
    if (given.text == "accepts" || given.text == "closes") return {.kind = given.text, .alert = 0};
    const auto alert = code_point(registry_.alerts, "answer", given.text, given.place, problems_);
    return {.kind = "alert", .alert = alert.value_or(0)};
  }

  const Context& context_;
  const RegistryModel& registry_;
  Problems& problems_ = context_.problems;
  BehaviourModel& out_;
};

}  // namespace

void read_behaviour(TableReader& file, const Context& context, const RegistryModel& registry,
                    BehaviourModel& out) {
  BehaviourReader reader(context, registry, out);
  if (const Node* table = file.table("policy", Need::optional)) reader.policy(*table);
  if (const Node* table = file.table("path", Need::optional)) reader.path(*table);
  if (const Node* table = file.table("answers", Need::optional)) {
    reader.answers(*table, out.answers);
  }
  if (const Node* table = file.table("answers_tls13", Need::optional)) {
    reader.answers(*table, out.answers_tls13);
  }
  if (const Node* table = file.table("messages", Need::optional)) reader.messages(*table);
}

std::optional<Codes> read_code_points(TableReader& reader, std::string_view key,
                                      std::string_view what, const CodePoints& points,
                                      Problems& problems) {
  if (!reader.has(key)) return std::nullopt;
  Codes out;
  for (const Word& given : reader.texts(key, Need::optional)) {
    const auto code = code_point(points, what, given.text, given.place, problems);
    if (code) out.push_back(*code);
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
