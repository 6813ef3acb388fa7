// Texts as inputs: logs, outputs and error texts into reports on standard output.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "app/explain.hpp"
#include "app/opened.hpp"
#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

// An input's name for messages.
std::string named(const std::string& name);
// `kind`: what the text seems to be, for the error where it is not about TLS at all.
std::unexpected<Error> says_nothing(const std::string& name, const std::string& kind);

// Whether a text that tells of no connection is passed over without a word: an error of kind
// `unsupported` comes back, as of one that is not about TLS.
enum class Silent : std::uint8_t { no, yes };

// Prints what the text tells; the exit code of the contract.
Result<int> explain_text(const ExplainOptions& options, const std::string& name, ByteStream& stream,
                         const std::string& kind, Silent silent = Silent::no);
// Several texts, joined where they are what both sides wrote of one connection. Nothing: they tell
// of too much to be held, and are better read one by one.
std::optional<int> explain_texts(const ExplainOptions& options, std::vector<Opened>&& inputs);
// An error text in place of a file.
Result<int> explain_words(const ExplainOptions& options, const std::string& words);

}  // namespace tlswhy
