#include "knowledge/compiler/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tlswhy::knowledge::compiler {

const Table& members(const Node& node, Problems& problems) {
  static const Table none;
  if (const Table* table = node.as<Table>()) return *table;
  problems.add(node.place, "a table is expected here");
  return none;
}

std::vector<Word> texts_of(const Node& node, Problems& problems) {
  std::vector<Word> out;
  const Array* array = node.as<Array>();
  if (array == nullptr) {
    problems.add(node.place, "a list of texts is expected here");
    return out;
  }
  for (const Node& item : *array) {
    const std::string* text = item.as<std::string>();
    if (text == nullptr || text->empty()) {
      problems.add(item.place, "a text that is not empty is expected here");
    } else {
      out.push_back({*text, item.place});
    }
  }
  return out;
}

std::optional<std::uint16_t> small_number_of(const Node& node, Problems& problems) {
  const std::int64_t* number = node.as<std::int64_t>();
  if (number != nullptr && *number >= 0 && *number <= 0xffff) {
    return static_cast<std::uint16_t>(*number);
  }
  problems.add(node.place, "a whole number of 0 to 65535 is expected here");
  return std::nullopt;
}

TableReader::TableReader(const Node& node, Problems& problems) : node_(node), problems_(problems) {}

bool TableReader::has(std::string_view key) const {
  const Table* table = node_.as<Table>();
  return table != nullptr && std::ranges::find(*table, key, &Member::key) != table->end();
}

const Node* TableReader::any(std::string_view key, Need need) {
  taken_.emplace_back(key);
  if (const Table* table = node_.as<Table>()) {
    const auto found = std::ranges::find(*table, key, &Member::key);
    if (found != table->end()) return &found->node;
  }
  if (need == Need::required) problems_.add(node_.place, fmt::format("missing key \"{}\"", key));
  return nullptr;
}

std::optional<Word> TableReader::text(std::string_view key, Need need) {
  const Node* node = any(key, need);
  if (node == nullptr) return std::nullopt;
  if (const std::string* text = node->as<std::string>()) return Word{*text, node->place};
  problems_.add(node->place, fmt::format("\"{}\" must be a text", key));
  return std::nullopt;
}

std::vector<Word> TableReader::texts(std::string_view key, Need need) {
  const Node* node = any(key, need);
  if (node == nullptr) return {};
  std::vector<Word> out = texts_of(*node, problems_);
  const Array* array = node->as<Array>();
  if (need == Need::required && array != nullptr && array->empty()) {
    problems_.add(node->place, fmt::format("\"{}\" needs at least one entry", key));
  }
  return out;
}

std::optional<bool> TableReader::truth(std::string_view key) {
  const Node* node = any(key, Need::optional);
  if (node == nullptr) return std::nullopt;
  if (const bool* truth = node->as<bool>()) return *truth;
  problems_.add(node->place, fmt::format("\"{}\" must be true or false", key));
  return std::nullopt;
}

std::optional<std::uint16_t> TableReader::small_number(std::string_view key) {
  const Node* node = any(key, Need::optional);
  return node == nullptr ? std::nullopt : small_number_of(*node, problems_);
}

const Node* TableReader::table(std::string_view key, Need need) {
  const Node* node = any(key, need);
  if (node == nullptr) return nullptr;
  if (node->as<Table>() != nullptr) return node;
  problems_.add(node->place, fmt::format("\"{}\" must be a table", key));
  return nullptr;
}

const Array* TableReader::tables(std::string_view key) {
  const Node* node = any(key, Need::optional);
  if (node == nullptr) return nullptr;
  if (const Array* array = node->as<Array>()) return array;
  problems_.add(node->place, fmt::format("\"{}\" must be a list of tables ([[{}]])", key, key));
  return nullptr;
}

std::optional<Word> TableReader::word(std::string_view key, std::string_view what,
                                      const Words& known, Need need) {
  std::optional<Word> found = text(key, need);
  if (!found || std::ranges::find(known, found->text) != known.end()) return found;
  problems_.unknown(found->place, what, found->text, known);
  return std::nullopt;
}

std::vector<Word> TableReader::words(std::string_view key, std::string_view what,
                                     const Words& known, Need need) {
  std::vector<Word> out;
  for (Word& found : texts(key, need)) {
    if (std::ranges::find(known, found.text) == known.end()) {
      problems_.unknown(found.place, what, found.text, known);
    } else if (std::ranges::find(out, found.text, &Word::text) != out.end()) {
      problems_.add(found.place, fmt::format("{} \"{}\" stands here twice", what, found.text));
    } else {
      out.push_back(std::move(found));
    }
  }
  return out;
}

void TableReader::finish() const {
  for (const Member& member : members(node_, problems_)) {
    if (std::ranges::find(taken_, member.key) == taken_.end()) {
      problems_.unknown(member.place, "key", member.key, taken_);
    }
  }
}

}  // namespace tlswhy::knowledge::compiler
