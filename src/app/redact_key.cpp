#include "app/redact_key.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/files.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_key_bytes = std::size_t{64} << 20;

}  // namespace

Result<void> redact(const std::string& key, std::span<const std::string> files,
                    ExplainOptions& options) {
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
