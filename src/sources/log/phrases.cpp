#include "sources/log/phrases.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>

#include "knowledge/statement.hpp"
#include "sources/log/clean.hpp"
#include "sources/log/printed_runtime.hpp"

namespace tlswhy {
namespace {

using Kind = PhraseFound::Kind;

// Beginnings of words: "sslexception" and "tlsv1.3" are found by them as well.
constexpr std::array<std::string_view, 18> tls_words = {
    "ssl", "tls", "https", "handshake", "certificate", "x509", "openssl", "gnutls", "schannel",
    "pkix", "starttls", "cipher", "bio connect", "bio routines",
    // CURLE_SSL_CONNECT_ERROR, as curl and as PHP print it; Apple's name of the domain of errors
    "curl: (35", "curl error 35", "kcfstreamerrordomainssl", "nsurlerrordomain error 120"};

bool blank(std::string_view text) {
  return text.find_first_not_of(" .,;)\"'") == std::string_view::npos;
}

// From its first letter or digit on: a phrase begins where a word begins.
std::string_view words_of(std::string_view text) {
  const auto first = std::ranges::find_if(
      text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
  return text.substr(static_cast<std::size_t>(first - text.begin()));
}

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// All phrases as one tree of letters; a node's children are a list of siblings.
class PhraseTree {
 public:
  struct Phrase {
    Kind kind{};
    std::uint32_t index = 0;
    bool whole_word = true;
    std::optional<std::uint32_t> after{};  // a phrase that stands before it on the line
    bool ends_line = false;                // nothing but spaces and punctuation is behind it
  };

  PhraseTree() : nodes_(1) {
    const auto messages = knowledge::messages();
    for (std::uint32_t i = 0; i < messages.size(); ++i)
      add_pattern(messages[i].text, {.kind = Kind::message, .index = i});
    const auto marks = knowledge::program_marks();
    for (std::uint32_t i = 0; i < marks.size(); ++i)
      add_pattern(marks[i].text, {.kind = Kind::mark, .index = i});
    const auto others = knowledge::other_matters();
    for (std::uint32_t i = 0; i < others.size(); ++i)
      add_pattern(others[i], {.kind = Kind::other, .index = i});
    for (const std::string_view sign : runtime_signs())
      add(words_of(comparable(sign)), {.kind = Kind::runtime, .whole_word = false});
    for (const std::string_view word : tls_words)
      add(word, {.kind = Kind::tls, .whole_word = false});
  }

  // Calls `found(phrase id, end)` for each phrase that begins at `begin`.
  template <class Found>
  void at(std::string_view text, std::size_t begin, const Found& found) const {
    std::uint32_t node = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
      node = child(node, text[i]);
      if (node == 0) return;
      for (std::uint32_t p = nodes_[node].phrase; p != none; p = next_[p]) {
        const bool inside = i + 1 < text.size() && in_word(text[i]) && in_word(text[i + 1]);
        if (!inside || !phrases_[p].whole_word) found(p, i + 1);
      }
    }
  }

  [[nodiscard]] const Phrase& phrase(std::uint32_t id) const { return phrases_[id]; }
  [[nodiscard]] bool is_part(std::uint32_t id) const { return part_[id]; }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Node {
    char letter = 0;
    std::uint32_t first_child = 0, sibling = 0;  // 0: none; the root is nobody's child
    std::uint32_t phrase = none;                 // the last one added that ends here
  };

  // What `*` divides are two phrases, of which the second asks for the first.
  void add_pattern(std::string_view pattern, Phrase phrase) {
    phrase.ends_line = pattern.ends_with('$');
    if (phrase.ends_line) pattern.remove_suffix(1);
    const std::size_t star = pattern.find('*', 1);
    if (star == std::string_view::npos) {
      add(comparable(pattern), phrase);
      return;
    }
    Phrase before = phrase;
    phrase.after = add(comparable(pattern.substr(0, star)), before);
    part_.back() = true;
    add(comparable(pattern.substr(star + 1)), phrase);
  }

  std::uint32_t add(std::string_view text, Phrase phrase) {
    if (text.starts_with(' ')) text.remove_prefix(1);
    std::uint32_t node = 0;
    for (const char c : text) {
      std::uint32_t next = child(node, c);
      if (next == 0) {
        next = static_cast<std::uint32_t>(nodes_.size());
        nodes_.push_back({.letter = c, .sibling = nodes_[node].first_child});
        nodes_[node].first_child = next;
      }
      node = next;
    }
    const auto id = static_cast<std::uint32_t>(phrases_.size());
    phrases_.push_back(phrase);
    part_.push_back(false);
    next_.push_back(nodes_[node].phrase);
    nodes_[node].phrase = id;
    return id;
  }

  [[nodiscard]] std::uint32_t child(std::uint32_t node, char c) const {
    std::uint32_t at = nodes_[node].first_child;
    while (at != 0 && nodes_[at].letter != c) at = nodes_[at].sibling;
    return at;
  }

  std::vector<Node> nodes_;
  std::vector<Phrase> phrases_;
  std::vector<std::uint32_t> next_;  // by phrase: another that ends at the same node
  std::vector<bool> part_;           // by phrase: says nothing alone
};

const PhraseTree& tree() {
  static const PhraseTree it;
  return it;
}

}  // namespace

std::vector<PhraseFound> find_phrases(std::string_view text, std::size_t starts_before) {
  std::vector<PhraseFound> out;
  struct Part {
    std::uint32_t id;
    std::size_t begin, end;
  };
  std::vector<Part> parts;  // those seen so far that others ask for
  const std::size_t end = std::min(starts_before, text.size());
  for (std::size_t i = 0; i < end; ++i) {
    if (text[i] == ' ' || (i > 0 && in_word(text[i - 1]) && in_word(text[i]))) continue;
    tree().at(text, i, [&](std::uint32_t id, std::size_t ends) {
      const auto& phrase = tree().phrase(id);
      if (phrase.ends_line && !blank(text.substr(std::min(ends, end), end - std::min(ends, end))))
        return;
      if (tree().is_part(id)) {
        parts.push_back({id, i, ends});
      } else if (!phrase.after) {
        out.push_back({phrase.kind, phrase.index, i, ends});
      } else if (const auto part = std::ranges::find(parts, *phrase.after, &Part::id);
                 part != parts.end()) {
        out.push_back({phrase.kind, phrase.index, i, ends, part->begin, part->end});
      }
    });
  }
  return out;
}

}  // namespace tlswhy
