#include "knowledge/client.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/contains.hpp"
#include "base/nearest_word.hpp"
#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {
namespace {

std::string_view message_on(std::span<const ClientMessage> messages,
                            std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const auto found = std::ranges::lower_bound(messages, key, {}, &ClientMessage::on);
    if (found != messages.end() && found->on == key) return found->text;
  }
  return {};
}

}  // namespace

std::span<const Answer> ClientProfile::answers_to(CauseId cause, ProtocolVersion version) const {
  const auto in = [cause](std::span<const StackAnswers> table) {
    const auto found = std::ranges::lower_bound(table, cause, {}, &StackAnswers::cause);
    return found != table.end() && found->cause == cause ? found->answers
                                                         : std::span<const Answer>();
  };
  const auto newer = is_tls13(version) ? in(answers_tls13) : std::span<const Answer>();
  return newer.empty() ? in(answers) : newer;
}

std::optional<Answer> ClientProfile::refuses_with(CauseId cause, ProtocolVersion version) const {
  const auto known = answers_to(cause, version);
  const auto found = std::ranges::find_if(
      known, [](const Answer& answer) { return answer.kind != Answer::Kind::accepts; });
  return found == known.end() ? std::nullopt : std::optional(*found);
}

std::string_view ClientProfile::prints(CauseId cause_id, std::string_view variant) const {
  return message_on(messages, {variant, cause(cause_id).name, "else"});
}

std::string_view ClientProfile::prints_on_alert(std::string_view alert) const {
  return message_on(messages, {alert, "any-alert", "else"});
}

const ClientProfile& client(ClientId id) { return tables::clients[static_cast<std::size_t>(id)]; }
std::span<const ClientProfile> clients() { return tables::clients; }

std::vector<const ClientProfile*> clients_called(std::string_view name) {
  const std::string wanted = lower_case(name);
  const auto exact = std::ranges::find(tables::clients, wanted, &ClientProfile::name);
  if (exact != tables::clients.end()) return {&*exact};
  std::string spoken = wanted;  // "java-8" is "java 8"
  std::ranges::replace(spoken, '-', ' ');
  std::vector<const ClientProfile*> out;
  for (const ClientProfile& profile : tables::clients) {
    if (contains(profile.aliases, spoken)) out.push_back(&profile);
  }
  return out;
}

const ClientProfile* find_client(std::string_view name) {
  const auto found = std::ranges::find(tables::clients, lower_case(name), &ClientProfile::name);
  return found == tables::clients.end() ? nullptr : &*found;
}

std::string_view nearest_client(std::string_view name) {
  std::vector<std::string> known;
  for (const ClientProfile& profile : tables::clients) known.emplace_back(profile.name);
  const std::string_view nearest = nearest_word(lower_case(name), known);
  const ClientProfile* found = find_client(nearest);
  return found == nullptr ? std::string_view() : found->name;
}

const ClientProfile* typical_client(StackId stack) {
  const auto found = std::ranges::find_if(tables::clients, [stack](const ClientProfile& profile) {
    return profile.typical && profile.stack == stack;
  });
  return found == tables::clients.end() ? nullptr : &*found;
}

const ClientProfile& bare_client(StackId stack) {
  return tables::libraries[static_cast<std::size_t>(stack)];
}

}  // namespace tlswhy::knowledge
