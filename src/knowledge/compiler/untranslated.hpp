// What the knowledge folder says in English alone.
#pragma once

#include <string>

#include "knowledge/compiler/model.hpp"

namespace tlswhy::knowledge::compiler {

// The places of the texts that have no words in this language, as "sentence fact.dh_bits",
// "cause weak-dh-group", "change enable-tls12", "product java", "recipe java trust-root",
// "stack go", "client java-17". Each counts as one, whatever its length.
Words untranslated(const Model& model, const std::string& language);

// One line per place and language, the language first; empty where everything is translated.
std::string list_untranslated(const Model& model);

}  // namespace tlswhy::knowledge::compiler
