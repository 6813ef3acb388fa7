// Rules for sentences that users see.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "knowledge/compiler/model.hpp"
#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {

// Code points of a text.
std::size_t characters(std::string_view utf8);

// A sentence of one line, without words that scold: "illegal" (the alert's name illegal_parameter
// may stand).
void check_sentence(const Word& text, Problems& problems);
inline constexpr std::size_t longest_title = 72;  // of most kinds
// At most `limit` characters, no full stop, no placeholder.
void check_title(const Word& title, std::size_t limit, Problems& problems);
// No capital at the start (English only), save for names such as ServerHello or TLS.
void check_lower_case_start(const Word& title, Problems& problems);
// Exactly one sentence that ends with a full stop (English only).
void check_one_sentence(const Word& text, Problems& problems);
// Every brace must belong to a placeholder, and every particle must be one that is known; particles
// belong into Korean alone.
void check_braces(const Word& text, const std::string& language, Problems& problems);
// A number in front of a word needs both of its forms (English only): `{count} suites` is refused.
void check_plurals(const Word& text, Problems& problems);
// Every placeholder must be one of `known`.
void check_placeholders(const Word& text, const Words& known, Problems& problems);

// The placeholders of a text, sorted, each once.
Words placeholders(std::string_view text);
// The placeholders of a translation must be those of the English text.
void check_same_placeholders(const Words& english, const Words& translated, const Place& place,
                             Problems& problems);

}  // namespace tlswhy::knowledge::compiler
