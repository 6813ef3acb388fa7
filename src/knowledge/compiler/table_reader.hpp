// Reads a table key by key; a key that nobody asked for is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/compiler/node.hpp"

namespace tlswhy::knowledge::compiler {

struct Word {
  std::string text;
  Place place;
};

enum class Need { required, optional };

class TableReader {
 public:
  TableReader(const Node& node, Problems& problems);

  [[nodiscard]] const Place& place() const { return node_.place; }
  [[nodiscard]] bool has(std::string_view key) const;

  // Each takes a key; a value of another kind is an error and reads as if it were not there.
  const Node* any(std::string_view key, Need need);
  std::optional<Word> text(std::string_view key, Need need);
  std::vector<Word> texts(std::string_view key, Need need);
  std::optional<bool> truth(std::string_view key);
  std::optional<std::uint16_t> small_number(std::string_view key);
  const Node* table(std::string_view key, Need need);
  const Array* tables(std::string_view key);
  // A text, or texts, out of a closed list of words.
  std::optional<Word> word(std::string_view key, std::string_view what, const Words& known,
                           Need need);
  std::vector<Word> words(std::string_view key, std::string_view what, const Words& known,
                          Need need);

  // Reports the keys that were not taken. To be called last.
  void finish() const;

 private:
  const Node& node_;
  Problems& problems_;
  Words taken_;
};

// The members of a table node, or of nothing where it is no table (reported).
const Table& members(const Node& node, Problems& problems);
// The texts of an array node; anything else in it is reported.
std::vector<Word> texts_of(const Node& node, Problems& problems);
// A whole number of 0 to 65535.
std::optional<std::uint16_t> small_number_of(const Node& node, Problems& problems);

}  // namespace tlswhy::knowledge::compiler
