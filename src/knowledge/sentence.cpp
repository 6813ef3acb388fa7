#include "knowledge/sentence.hpp"

#include <algorithm>

#include "knowledge/particle.hpp"
#include "knowledge/placeholder.hpp"
#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {

namespace {

std::string rendered(const Placeholder& found, std::span<const Parameter> parameters,
                     Language language) {
  const auto parameter = std::ranges::find(parameters, found.name, &Parameter::name);
  if (parameter == parameters.end()) return std::string("{").append(found.name).append("}");
  if (!found.other.empty())
    return render(text_of(parameter->value, language) == "1" ? found.one : found.other, parameters,
                  language);
  std::string out = text_of(parameter->value, language);
  if (const Particle* particle = find_particle(found.particle)) out += form_after(out, *particle);
  return out;
}

}  // namespace

std::span<const Sentence> sentences() { return tables::sentences; }

std::string_view sentence(SentenceId id, Language language) {
  return in_language(tables::sentences[static_cast<std::size_t>(id)].texts, language);
}

std::string render(std::string_view pattern, std::span<const Parameter> parameters,
                   Language language) {
  std::string out;
  std::size_t from = 0;
  while (const auto found = find_placeholder(pattern, from)) {
    out += pattern.substr(from, found->begin - from);
    out += rendered(*found, parameters, language);
    from = found->end;
  }
  return out.append(pattern.substr(from));
}

std::string render(std::string_view pattern, std::initializer_list<Parameter> parameters,
                   Language language) {
  return render(pattern, std::span(parameters.begin(), parameters.size()), language);
}

bool can_be_rendered(std::string_view pattern, std::span<const Parameter> parameters) {
  std::size_t from = 0;
  while (const auto found = find_placeholder(pattern, from)) {
    from = found->end;
    const bool known =
        std::ranges::find(parameters, found->name, &Parameter::name) != parameters.end();
    if (!known || !can_be_rendered(found->one, parameters) ||
        !can_be_rendered(found->other, parameters))
      return false;
  }
  return true;
}

std::string say(SentenceId id, Language language, std::initializer_list<Parameter> parameters) {
  return render(sentence(id, language), parameters, language);
}

}  // namespace tlswhy::knowledge
