#include "app/causes.hpp"

#include <fmt/format.h>

#include <initializer_list>

#include <algorithm>
#include <span>
#include <vector>

#include "app/exit_code.hpp"
#include "app/tell.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/knowledge.hpp"
#include "knowledge/statement.hpp"
#include "report/input_report.hpp"
#include "report/text/lines.hpp"

namespace tlswhy {
namespace {

std::string_view reach(const knowledge::Cause& cause, knowledge::Language language) {
  return knowledge::is_recognised(cause.id)
             ? std::string_view()
             : knowledge::sentence(sentence::report_not_recognised, language);
}

constexpr std::size_t columns = 80;
constexpr std::size_t name_columns = 41;
constexpr std::size_t indent = 2;

void list_causes(knowledge::Language language) {
  std::uint64_t recognised = 0;
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const std::string_view mark = reach(cause, language);
    if (mark.empty()) ++recognised;
    std::string title(cause.text(language).title);
    if (!mark.empty())
      title = knowledge::say(sentence::causes_marked, language, {{"title", title}, {"mark", mark}});
    const std::string name = fmt::format("{:{}}", cause.name, name_columns - 1) + " ";
    fmt::print("{}{}", name, text::hanging(title, columns, name_columns));
  }
  const std::string total =
      knowledge::say(sentence::report_causes_recognised, language,
                     {{"count", recognised}, {"of", knowledge::causes().size()}});
  fmt::print("\n{}", text::hanging(total, columns, 0));
}

// Places and effects as the report says them.
knowledge::SentenceId word_of(knowledge::Where where) {
  switch (where) {
    case knowledge::Where::server: return sentence::causes_server;
    case knowledge::Where::ca: return sentence::causes_ca;
    case knowledge::Where::client: return sentence::causes_client;
    case knowledge::Where::network: break;
  }
  return sentence::causes_network;
}
knowledge::SentenceId word_of(knowledge::Security effect) {
  switch (effect) {
    case knowledge::Security::raises: return sentence::causes_raises;
    case knowledge::Security::keeps: return sentence::causes_keeps;
    case knowledge::Security::lowers: break;
  }
  return sentence::causes_lowers;
}

// What is printed for the cause: of each family the first texts of the statements that name it
// before others.
std::vector<const knowledge::Message*> messages_of(knowledge::CauseId cause) {
  constexpr std::size_t most_of_a_family = 4;
  const auto leads = [cause](std::span<const knowledge::CauseId> causes) {
    return std::ranges::find(causes.first(std::min<std::size_t>(causes.size(), 2)), cause) !=
           causes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(causes.size(), 2));
  };
  std::vector<const knowledge::Message*> out;
  for (const knowledge::Message& m : knowledge::messages()) {
    const knowledge::Statement& s = knowledge::statements()[m.statement];
    const auto same_family = std::ranges::count(out, m.family, &knowledge::Message::family);
    if ((leads(s.client) || leads(s.server)) && same_family < std::ptrdiff_t{most_of_a_family})
      out.push_back(&m);
  }
  return out;
}

void print_cause(const knowledge::Cause& cause, knowledge::Language language) {
  const auto& text = cause.text(language);
  const auto print = [](std::string_view line) {
    fmt::print("{}", text::hanging(line, columns, indent));
  };
  const auto say = [&](knowledge::SentenceId id,
                       std::initializer_list<knowledge::Parameter> parameters) {
    print(knowledge::say(id, language, parameters));
  };
  fmt::print("{}  ({})\n", cause.name, cause.group);
  fmt::print("{}\n{}\n", text::hanging(text.title, columns, 0),
             text::hanging(text.explain, columns, 0));
  if (const std::string_view mark = reach(cause, language); !mark.empty())
    fmt::print("{}\n\n", mark);
  say(sentence::causes_observe, {{"text", text.observe}});
  if (!text.never.empty()) say(sentence::causes_never, {{"text", text.never}});
  for (const knowledge::CauseRemedy& remedy : cause.remedies) {
    say(sentence::causes_remedy, {{"change", remedy.change},
                                  {"where", word_of(remedy.where)},
                                  {"effect", word_of(remedy.security)}});
  }
  for (const knowledge::Message* m : messages_of(cause.id))
    say(sentence::causes_seen, {{"stack", m->family}, {"message", m->text}});
  for (const std::string_view source : cause.sources)
    say(sentence::causes_source, {{"source", source}});
}

}  // namespace

int print_causes(const std::string& id, knowledge::Language language) {
  if (id.empty()) {
    list_causes(language);
    return exit_code::nothing_failed;
  }
  const auto found = knowledge::find_cause(id);
  if (!found) {
    tell(knowledge::say(sentence::usage_cause, language, {{"name", id}}), language);
    return exit_code::usage;
  }
  print_cause(knowledge::cause(*found), language);
  return exit_code::nothing_failed;
}

}  // namespace tlswhy
