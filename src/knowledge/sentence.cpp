#include "knowledge/sentence.hpp"

#include <algorithm>

#include "knowledge/placeholder.hpp"
#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {

std::span<const Sentence> sentences() { return tables::sentences; }

std::string_view sentence(SentenceId id, Language language) {
  return in_language(tables::sentences[static_cast<std::size_t>(id)].texts, language);
}

std::string render(std::string_view pattern, std::span<const Parameter> parameters) {
  std::string out;
  std::size_t from = 0;
  while (const auto found = find_placeholder(pattern, from)) {
    out += pattern.substr(from, found->begin - from);
    const auto value = std::ranges::find(parameters, found->name, &Parameter::name);
    if (value != parameters.end()) {
      out += value->value;
    } else {
      out.append("{").append(found->name).append("}");
    }
    from = found->end;
  }
  return out.append(pattern.substr(from));
}

std::string render(std::string_view pattern, std::initializer_list<Parameter> parameters) {
  return render(pattern, std::span(parameters.begin(), parameters.size()));
}

}  // namespace tlswhy::knowledge
