// Texts as inputs: logs, outputs and error texts into reports on standard output.
#pragma once

#include <expected>
#include <string>

#include "app/explain.hpp"
#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

// An input's name for messages.
std::string named(const std::string& name);
// `kind`: what the text seems to be, for the error where it is not about TLS at all.
std::unexpected<Error> says_nothing(const std::string& name, const std::string& kind);

// Prints what the text tells; the exit code of the contract.
Result<int> explain_text(const ExplainOptions& options, const std::string& name, ByteStream& stream,
                         const std::string& kind);
// An error text in place of a file.
Result<int> explain_words(const ExplainOptions& options, const std::string& words);

}  // namespace tlswhy
