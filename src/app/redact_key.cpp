#include "app/redact_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "app/judge.hpp"
#include "base/files.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_key_bytes = std::size_t{64} << 20;

// What holds the packets or the chains themselves, and no report; empty: nothing does.
std::string_view not_redacted(const ExplainOptions& options) {
  if (!options.annotate.empty()) return "--annotate";
  const auto is_list = [](const std::string& path) {
    return kind_of_input(path) == InputKind::chain_list;
  };
  const bool list = !options.chain_list.empty() || std::ranges::any_of(options.inputs, is_list);
  return list ? "--chains" : "";
}

}  // namespace

Result<void> redact(const std::string& key, std::span<const std::string> files,
                    ExplainOptions& options) {
  if (const auto what = not_redacted(options); !what.empty())
    return failure(
        Error::Kind::usage,
        knowledge::say(sentence::usage_no_redact, options.wording.language, {{"command", what}}));
  auto redaction = std::make_shared<Redaction>();
  if (!key.empty()) {
    const FileId own = file_id(key);
    for (const std::string& input : options.inputs) {
      if (own != FileId{} && file_id(input) == own)
        return failure(Error::Kind::usage,
                       fmt::format("{}: is an input, --redact-key would replace it", key));
    }
    if (kind_of_path(key) != PathKind::nothing) {
      const auto text = read_file(key, most_key_bytes);
      if (!text) return std::unexpected(text.error());
      if (auto taken = redaction->stand_ins().take_key(key, *text); !taken) return taken;
    }
    if (auto writable = append_nothing(key); !writable) return writable;
  }
  // Files are named in reports and notes, alone and in the middle of a sentence.
  for (const std::string& input : options.inputs)
    if (kind_of_path(input) != PathKind::nothing) (void)redaction->stand_ins().input(input);
  for (const std::string& file : files) (void)redaction->stand_ins().input(file);
  options.redaction = std::move(redaction);
  return {};
}

Result<void> write_redact_key(const std::string& key, const ExplainOptions& options) {
  return write_file(key, options.redaction->stand_ins().key());
}

}  // namespace tlswhy
