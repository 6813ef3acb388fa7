// Sentences that users see, and how values get into them.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"
#include "knowledge/value.hpp"

namespace tlswhy::knowledge {

// An entry of knowledge/sentences.<tag>.toml; `[fact] server_chose` is sentence::fact_server_chose.
struct Sentence {
  SentenceId id;
  std::string_view name;                         // "fact.server_chose"
  std::span<const std::string_view> parameters;  // placeholders of every language's text
  Texts texts;
};

std::span<const Sentence> sentences();
// The text with its placeholders, for render().
std::string_view sentence(SentenceId id, Language language);

struct Parameter {
  std::string_view name;
  Value value;
  bool operator==(const Parameter&) const = default;
};

// Puts the values in place of the placeholders (placeholder.hpp), in words of `language`. One
// without a value stays as `{name}`; values are not looked into for placeholders.
std::string render(std::string_view pattern, std::span<const Parameter> parameters,
                   Language language);
std::string render(std::string_view pattern, std::initializer_list<Parameter> parameters,
                   Language language);

// Whether every placeholder of the pattern has a value.
bool can_be_rendered(std::string_view pattern, std::span<const Parameter> parameters);

// The sentence, rendered.
std::string say(SentenceId id, Language language, std::initializer_list<Parameter> parameters = {});

}  // namespace tlswhy::knowledge
