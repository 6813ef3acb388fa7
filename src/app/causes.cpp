#include "app/causes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <vector>

#include "app/exit_code.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/knowledge.hpp"
#include "knowledge/statement.hpp"
#include "report/input_report.hpp"

namespace tlswhy {
namespace {

std::string_view reach(const knowledge::Cause& cause, knowledge::Language language) {
  return knowledge::is_recognised(cause.id)
             ? std::string_view()
             : knowledge::sentence(sentence::report_not_recognised, language);
}

void list_causes(knowledge::Language language) {
  std::uint64_t recognised = 0;
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const std::string_view mark = reach(cause, language);
    if (mark.empty()) ++recognised;
    fmt::print("{:40} {}{}{}{}\n", cause.name, cause.text(language).title, mark.empty() ? "" : " (",
               mark, mark.empty() ? "" : ")");
  }
  fmt::print("\n{}\n", knowledge::say(sentence::report_causes_recognised, language,
                                      {{"count", recognised}, {"of", knowledge::causes().size()}}));
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
  fmt::print("{}  ({})\n{}\n\n{}\n\n", cause.name, cause.group, text.title, text.explain);
  if (const std::string_view mark = reach(cause, language); !mark.empty())
    fmt::print("{}\n\n", mark);
  fmt::print("next observation: {}\n", text.observe);
  if (!text.never.empty()) fmt::print("never: {}\n", text.never);
  for (const knowledge::CauseRemedy& remedy : cause.remedies) {
    fmt::print("remedy: {} ({}, {} security)\n", knowledge::change(remedy.change).title(language),
               name_of(remedy.where), name_of(remedy.security));
  }
  for (const knowledge::Message* m : messages_of(cause.id))
    fmt::print("seen in {}: {}\n", m->family, m->text);
  for (const std::string_view source : cause.sources) fmt::print("source: {}\n", source);
}

}  // namespace

int print_causes(const std::string& id, knowledge::Language language) {
  if (id.empty()) {
    list_causes(language);
    return exit_code::nothing_failed;
  }
  const auto found = knowledge::find_cause(id);
  if (!found) {
    fmt::print(stderr, "tlswhy: no cause has the id \"{}\" (tlswhy causes lists them)\n", id);
    return exit_code::usage;
  }
  print_cause(knowledge::cause(*found), language);
  return exit_code::nothing_failed;
}

}  // namespace tlswhy
