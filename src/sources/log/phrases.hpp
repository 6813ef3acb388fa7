// Finds the texts of knowledge/messages in lines.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tlswhy {

struct PhraseFound {
  enum class Kind : std::uint8_t {
    message,  // knowledge::messages()[index]
    mark,     // knowledge::program_marks()[index]
    tls,      // a word that shows that the line is about TLS
    runtime,  // printed_runtime() may find a version
    other,    // knowledge::other_matters()[index]: the line is about a certificate outside of TLS
  };
  Kind kind{};
  std::uint32_t index = 0;
  std::size_t begin = 0, end = 0;  // in the text that was searched; behind `*` where there is one
  // Where the text has a `*`, the place of what stands before it: the text says more than either
  // part alone.
  std::size_t part_begin = 0, part_end = 0;

  [[nodiscard]] bool in_parts() const { return part_end != 0; }
};

// All phrases that begin before `starts_before`, in the order in which they begin; of several that
// begin at one place all. `text` is comparable() text; a phrase ends where a word ends.
std::vector<PhraseFound> find_phrases(std::string_view text, std::size_t starts_before);

}  // namespace tlswhy
