// What a text says in each language, English where a language is silent.
#pragma once

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/model.hpp"

namespace tlswhy::knowledge::compiler {

template <class T>
const T& said_in(const ByLanguage<T>& texts, const std::string& language) {
  const auto found = texts.find(language);
  return found != texts.end() ? found->second : texts.at("en");
}

// Defines the array of a text in every language of the model.
inline std::string in_every_language(CppArrays& arrays, const Model& model,
                                     const ByLanguage<std::string>& texts) {
  Words all;
  for (const std::string& language : model.languages) all.push_back(said_in(texts, language));
  return arrays.literals(all);
}

}  // namespace tlswhy::knowledge::compiler
