#include "knowledge/compiler/text_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "knowledge/compiler/vocabulary.hpp"
#include "knowledge/particle.hpp"
#include "knowledge/placeholder.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

// "Server", but neither "TLS", "ServerHello", "P-256" nor the name of a stack such as "Java".
bool is_capitalised_word(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  if (word.size() < 2 || !is_upper(word.front())) return false;
  const std::string name = lower_case(word);
  const auto names = [&name](const Words& known) {
    return std::ranges::find(known, name) != known.end();
  };
  if (names(vocabulary().product_names) || names(vocabulary().families)) return false;
  return std::ranges::all_of(word.substr(1), is_lower);
}

Words particle_names() {
  Words out;
  for (const Particle& particle : particles) out.emplace_back(particle.name);
  return out;
}

}  // namespace

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

void check_sentence(const Word& text, Problems& problems) {
  if (std::ranges::any_of(text.text, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    problems.add(text.place, "a sentence must stand in one line, without control characters");
  }
  const std::string lower = lower_case(text.text);
  for (std::size_t at = lower.find("illegal"); at != std::string::npos;
       at = lower.find("illegal", at + 1)) {
    if (!lower.substr(at).starts_with("illegal_parameter")) {
      problems.add(text.place, "the word \"illegal\" blames; say what is wrong");
      return;
    }
  }
}

void check_title(const Word& title, std::size_t limit, Problems& problems) {
  check_sentence(title, problems);
  if (title.text.empty()) problems.add(title.place, "a title must not be empty");
  if (title.text.ends_with('.')) problems.add(title.place, "a title has no full stop");
  if (const std::size_t length = characters(title.text); length > limit) {
    problems.add(title.place,
                 fmt::format("a title of {} characters; at most {} fit", length, limit));
  }
  if (!placeholders(title.text).empty()) {
    problems.add(title.place, "a title has no placeholder");
  }
}

void check_lower_case_start(const Word& title, Problems& problems) {
  if (is_capitalised_word(title.text)) problems.add(title.place, "a title starts in lower case");
}

void check_one_sentence(const Word& text, Problems& problems) {
  const std::string_view all = text.text;
  bool one = all.ends_with('.');
  for (std::size_t at = all.find(". "); at != std::string_view::npos; at = all.find(". ", at + 1)) {
    if (at + 2 < all.size() && is_upper(all[at + 2])) one = false;
  }
  if (!one) problems.add(text.place, "one sentence that ends with a full stop is expected here");
}

void check_braces(const Word& text, const std::string& language, Problems& problems) {
  std::string rest;
  std::size_t from = 0;
  while (const auto found = find_placeholder(text.text, from)) {
    rest += text.text.substr(from, found->begin - from);
    from = found->end;
    for (const std::string_view form : {found->one, found->other})
      check_braces({std::string(form), text.place}, language, problems);
    if (found->particle.empty()) continue;
    if (find_particle(found->particle) == nullptr) {
      problems.unknown(text.place, "particle", std::string(found->particle), particle_names());
    } else if (language != "ko") {
      problems.add(text.place, "particles follow words in Korean alone");
    }
  }
  rest += text.text.substr(from);
  if (rest.find_first_of("{}") != std::string::npos) {
    problems.add(text.place, "a brace that belongs to no placeholder {name}");
  }
}

void check_plurals(const Word& text, Problems& problems) {
  std::size_t from = 0;
  while (const auto found = find_placeholder(text.text, from)) {
    from = found->end;
    const std::string_view behind = std::string_view(text.text).substr(from);
    const auto& counts = vocabulary().counts;
    const bool counts_things =
        std::ranges::find(counts, found->name) != counts.end() && found->other.empty();
    // What is counted stands elsewhere in "{count} of {failed}" and "{count} more".
    const bool followed = behind.size() > 1 && behind[0] == ' ' &&
                          (is_lower(behind[1]) || is_upper(behind[1])) &&
                          !behind.starts_with(" of ") && !behind.starts_with(" more");
    if (!counts_things || !followed) continue;
    problems.add(
        text.place,
        fmt::format("\"{{{0}}}\" in front of a word: say it as {{{0}|one thing|{{{0}}} things}}",
                    found->name));
  }
}

void check_placeholders(const Word& text, const Words& known, Problems& problems) {
  for (const std::string& name : placeholders(text.text)) {
    if (std::ranges::find(known, name) == known.end()) {
      problems.unknown(text.place, "placeholder", name, known);
    }
  }
}

Words placeholders(std::string_view text) {
  Words out;
  std::size_t from = 0;
  while (const auto found = find_placeholder(text, from)) {
    out.emplace_back(found->name);
    for (const std::string_view form : {found->one, found->other})
      for (const std::string& inner : placeholders(form)) out.push_back(inner);
    from = found->end;
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

void check_same_placeholders(const Words& english, const Words& translated, const Place& place,
                             Problems& problems) {
  if (english == translated) return;
  problems.add(place, fmt::format("placeholders {{{}}} differ from the English {{{}}}",
                                  fmt::join(translated, ", "), fmt::join(english, ", ")));
}

}  // namespace tlswhy::knowledge::compiler
