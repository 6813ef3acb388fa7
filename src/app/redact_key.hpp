// --redact and --redact-key FILE.
#pragma once

#include <span>
#include <string>

#include "app/explain.hpp"
#include "base/result.hpp"

namespace tlswhy {

// To be asked before anything is read: from now on all is said with stand-ins, those of the key
// first where it is there. `key`: empty: none is kept. `files`: what else is named in notes. An
// error where what is asked for cannot be said so, or the key is an input, is no key, or cannot be
// written.
Result<void> redact(const std::string& key, std::span<const std::string> files,
                    ExplainOptions& options);
// Writes what each stand-in stands for.
Result<void> write_redact_key(const std::string& key, const ExplainOptions& options);

}  // namespace tlswhy
