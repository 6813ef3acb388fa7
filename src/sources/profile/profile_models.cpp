#include "sources/profile/profile_models.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <type_traits>

#include "knowledge/client_fields.hpp"
#include "knowledge/knowledge.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace knowledge::compiler;
using knowledge::Answer;
using knowledge::CauseId;
using knowledge::ClientMessage;
using knowledge::ClientProfile;
using knowledge::ServerNameRule;
using knowledge::StackAnswers;

template <class T>
concept CodePointEnum = std::same_as<T, ProtocolVersion> || std::same_as<T, CipherSuite> ||
                        std::same_as<T, NamedGroup> || std::same_as<T, SignatureScheme>;
template <class T>
concept WordEnum = std::is_enum_v<T>;

// Where a field stands in a model.
class Places {
 public:
  explicit Places(ClientModel& model) : model_(model), behaviour_(model.behaviour) {}

 protected:
  static std::string prefixed(std::string_view section, const char* key) {
    return section == "path" ? std::string("path_") + key : std::string(key);
  }
  std::map<std::string, Codes>& lists(std::string_view section) {
    return section == "hello" ? model_.offer_lists : behaviour_.path_lists;
  }
  std::map<std::string, bool>& truths(std::string_view section) {
    return section == "hello" ? model_.offer_truths : behaviour_.truths;
  }
  std::map<std::string, std::vector<AnswerModel>>& answers(std::string_view section) {
    return section == "answers" ? behaviour_.answers : behaviour_.answers_tls13;
  }
  std::string& word(const char*, ServerNameRule) { return model_.server_name; }
  std::string& word(const char* key, WordEnum auto) { return behaviour_.words[key]; }

  ClientModel& model_;
  BehaviourModel& behaviour_;
};

class ToModel : Places {
 public:
  using Places::Places;

  template <CodePointEnum T>
  void operator()(const char* section, const char* key, std::span<const T> list) {
    Codes& out = lists(section)[key];
    for (const T item : list) out.push_back(code(item));
  }
  void operator()(const char*, const char*, std::span<const std::string_view> list) {
    model_.alpn.assign(list.begin(), list.end());
  }
  void operator()(const char*, const char*, std::string_view text) { model_.client_hello = text; }
  void operator()(const char*, const char*, std::span<const CauseId> list) {
    for (const CauseId id : list) behaviour_.path_reports.emplace_back(knowledge::cause(id).name);
  }
  void operator()(const char* section, const char* key, bool value) {
    truths(section)[prefixed(section, key)] = value;
  }
  void operator()(const char* section, const char* key, std::uint16_t value) {
    behaviour_.limits[prefixed(section, key)] = value;
  }
  template <class T>
  void operator()(const char* section, const char* key, const std::optional<T>& value) {
    if (value) (*this)(section, key, *value);
  }
  template <WordEnum T>
  void operator()(const char*, const char* key, T value) {
    word(key, value) = knowledge::word_of(value);
  }
  void operator()(const char* section, const char*, std::span<const StackAnswers> table) {
    for (const StackAnswers& entry : table) {
      auto& out = answers(section)[std::string(knowledge::cause(entry.cause).name)];
      for (const Answer& answer : entry.answers) out.push_back(model_of_answer(answer));
    }
  }
  void operator()(const char*, const char*, std::span<const ClientMessage> messages) {
    for (const ClientMessage& message : messages)
      behaviour_.messages.emplace(message.on, message.text);
  }

 private:
  static AnswerModel model_of_answer(const Answer& answer) {
    switch (answer.kind) {
      case Answer::Kind::accepts: return {.kind = "accepts"};
      case Answer::Kind::closes: return {.kind = "closes"};
      case Answer::Kind::alert: break;
    }
    return {.kind = "alert", .alert = answer.alert};
  }
};

class FromModel : Places {
 public:
  FromModel(ClientModel& model, OwnProfile& out) : Places(model), out_(out) {}

  template <CodePointEnum T>
  void operator()(const char* section, const char* key, std::span<const T>& list) {
    std::vector<T> items;
    for (const std::uint16_t number : lists(section)[key]) items.push_back(T{number});
    list = out_.keep(std::move(items));
  }
  void operator()(const char*, const char*, std::span<const std::string_view>& list) {
    list = out_.keep(model_.alpn);
  }
  void operator()(const char*, const char*, std::string_view& text) {
    text = out_.keep(std::string(model_.client_hello));
  }
  void operator()(const char*, const char*, std::span<const CauseId>& list) {
    std::vector<CauseId> items;
    for (const std::string& name : behaviour_.path_reports) {
      if (const auto id = knowledge::find_cause(name)) items.push_back(*id);
    }
    list = out_.keep(std::move(items));
  }
  void operator()(const char* section, const char* key, bool& value) {
    const auto& known = truths(section);
    if (const auto found = known.find(prefixed(section, key)); found != known.end())
      value = found->second;
  }
  void operator()(const char* section, const char* key, std::uint16_t& value) {
    const auto found = behaviour_.limits.find(prefixed(section, key));
    if (found != behaviour_.limits.end()) value = found->second;
  }
  void operator()(const char* section, const char* key, std::optional<bool>& value) {
    if (truths(section).contains(prefixed(section, key))) (*this)(section, key, value.emplace());
  }
  void operator()(const char* section, const char* key, std::optional<std::uint16_t>& value) {
    if (behaviour_.limits.contains(prefixed(section, key))) (*this)(section, key, value.emplace());
  }
  template <WordEnum T>
  void operator()(const char* section, const char* key, std::optional<T>& value) {
    if (behaviour_.words.contains(key)) (*this)(section, key, value.emplace());
  }
  template <WordEnum T>
  void operator()(const char*, const char* key, T& value) {
    constexpr auto words = knowledge::words_of(T{});
    const auto found = std::ranges::find(words, word(key, value));
    if (found != words.end()) value = T{static_cast<std::uint8_t>(found - words.begin())};
  }
  void operator()(const char* section, const char*, std::span<const StackAnswers>& table) {
    std::vector<StackAnswers> rows;
    for (const auto& [name, models] : answers(section)) {
      std::vector<Answer> items;
      for (const AnswerModel& model : models) items.push_back(answer_of(model));
      if (const auto id = knowledge::find_cause(name))
        rows.push_back({*id, out_.keep(std::move(items))});
    }
    std::ranges::sort(rows, {}, &StackAnswers::cause);
    table = out_.keep(std::move(rows));
  }
  void operator()(const char*, const char*, std::span<const ClientMessage>& messages) {
    std::vector<ClientMessage> rows;
    for (const auto& [on, text] : behaviour_.messages)
      rows.push_back({out_.keep(std::string(on)), out_.keep(std::string(text))});
    messages = out_.keep(std::move(rows));
  }

 private:
  static Answer answer_of(const AnswerModel& model) {
    if (model.kind == "accepts") return {Answer::Kind::accepts, 0};
    if (model.kind == "closes") return {Answer::Kind::closes, 0};
    return {Answer::Kind::alert, static_cast<std::uint8_t>(model.alert)};
  }

  OwnProfile& out_;
};

template <class Find>
CodePoints code_points(const std::vector<std::string_view>& names, const Find& find) {
  CodePoints out;
  for (const std::string_view name : names) {
    const std::uint16_t code = find(name).value_or(0);
    out.names.emplace(code, name);
    out.codes.emplace(name, code);
  }
  return out;
}

}  // namespace

RegistryModel registry_model() {
  using namespace knowledge;
  RegistryModel out;
  const auto find = [](auto* function) {
    return [function](std::string_view name) { return function(name); };
  };
  using Find16 = std::optional<std::uint16_t>(std::string_view);
  out.cipher_suites = code_points(cipher_suite_names(), find(static_cast<Find16*>(cipher_suite)));
  out.named_groups = code_points(named_group_names(), find(static_cast<Find16*>(named_group)));
  out.signature_schemes =
      code_points(signature_scheme_names(), find(static_cast<Find16*>(signature_scheme)));
  out.alerts = code_points(alert_description_names(), alert_description);
  return out;
}

ClientModel model_of(const ClientProfile& profile) {
  ClientModel out;
  out.stack = knowledge::stack(profile.stack).name;
  out.basis = knowledge::word_of(profile.basis);
  out.sources.assign(profile.sources.begin(), profile.sources.end());
  out.assumptions.assign(profile.assumptions.begin(), profile.assumptions.end());
  knowledge::visit_fields(profile, ToModel(out));
  return out;
}

std::map<std::string, StackModel> stack_models() {
  std::map<std::string, StackModel> out;
  for (const knowledge::Stack& stack : knowledge::stacks()) {
    StackModel& model = out[std::string(stack.name)];
    model.behaviour = model_of(knowledge::bare_client(stack.id)).behaviour;
  }
  return out;
}

std::map<std::string, ClientModel> client_models() {
  std::map<std::string, ClientModel> out;
  for (const ClientProfile& profile : knowledge::clients())
    out.emplace(profile.name, model_of(profile));
  return out;
}

OwnProfile profile_of(const ClientModel& given) {
  ClientModel model = given;
  OwnProfile out{ClientProfile{}};
  ClientProfile& profile = out.edit();
  profile.stack = knowledge::find_stack(model.stack).value_or(knowledge::StackId{});
  const auto bases = knowledge::words_of(knowledge::Basis{});
  const auto basis = std::ranges::find(bases, model.basis) - bases.begin();
  profile.basis = knowledge::Basis{static_cast<std::uint8_t>(basis)};
  profile.sources = out.keep(model.sources);
  profile.aliases = out.keep(model.aliases);
  profile.assumptions = out.keep(model.assumptions);
  knowledge::visit_fields(profile, FromModel(model, out));
  return out;
}

}  // namespace tlswhy
