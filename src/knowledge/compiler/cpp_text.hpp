// Pieces of generated C++: literals, identifiers, arrays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/compiler/model.hpp"

namespace tlswhy::knowledge::compiler {

// `"text"sv`; bytes beyond ASCII stand as they are (UTF-8).
std::string cpp_literal(std::string_view text);

// The enumerator of an id: '-', '.' and '/' become '_'; one that would begin with a digit gets "c_"
// in front (3des-rc4-only -> c_3des_rc4_only), a C++ keyword gets '_' behind.
std::string cpp_name(std::string_view id);

// Definitions of arrays with internal linkage, gathered so that tables can point into them.
class CppArrays {
 public:
  explicit CppArrays(std::string prefix) : prefix_(std::move(prefix)) {}

  // Defines an array and gives its name, or `{}` for an empty one (C++ has no empty arrays).
  std::string add(std::string_view type, const Words& items);
  std::string literals(const Words& texts);
  std::string codes(const Codes& codes);
  // Enumerators of `type`, from ids.
  std::string enumerators(std::string_view type, const Words& ids);

  [[nodiscard]] const std::string& definitions() const { return definitions_; }

 private:
  std::string prefix_;
  std::string definitions_;
  std::size_t count_ = 0;
};

// The enumerations of ids: knowledge/ids.hpp declares `type`, and knowledge/ids/`kind`.hpp, which
// is generated, has its values.
struct IdKind {
  std::string_view type, kind;
};
constexpr IdKind id_kinds[] = {{"Language", "languages"},  {"CauseId", "causes"},
                               {"ChangeId", "changes"},    {"ProductId", "products"},
                               {"StackId", "stacks"},      {"ClientId", "clients"},
                               {"SentenceId", "sentences"}};

// The first line of everything generated.
extern const std::string_view banner;

// A generated source, which includes the ids that it names, out of definitions with internal
// linkage and definitions of tables, in the namespace of the folder that holds them: knowledge, or
// wire for the registries below it.
std::string cpp_source(std::string_view arrays, std::string_view tables);
std::string cpp_registry_source(std::string_view arrays, std::string_view tables);

// One for a single table: the arrays, then the rows under the name that tables.hpp declares.
std::string cpp_table(std::string_view type, std::string_view table, const CppArrays& arrays,
                      const Words& rows);

// One of several tables in a source: its rows go to `arrays`, and what is given back defines it.
std::string cpp_rows(std::string_view type, std::string_view table, const Words& rows,
                     std::string& arrays);

// `a, b, c`
std::string joined(const Words& items, std::string_view separator = ", ");

}  // namespace tlswhy::knowledge::compiler
