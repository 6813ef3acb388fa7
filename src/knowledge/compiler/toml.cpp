#define TOML_EXCEPTIONS 0
// Its assertions stand in front of checks of its own that turn wrong text ("[[[") into an error.
#define TOML_ASSERT(expr) static_assert(true)
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "knowledge/compiler/node.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

class Converter {
 public:
  explicit Converter(const std::string& file) : file_(file) {}

  Node node(const toml::node& from) const {
    Node out{.place = place(from.source()), .value = {}};
    if (const auto* table = from.as_table()) {
      out.value = members(*table);
    } else if (const auto* array = from.as_array()) {
      Array items;
      for (const toml::node& item : *array) items.push_back(node(item));
      out.value = std::move(items);
    } else if (const auto* text = from.as_string()) {
      out.value = text->get();
    } else if (const auto* number = from.as_integer()) {
      out.value = number->get();
    } else if (const auto* truth = from.as_boolean()) {
      out.value = truth->get();
    }
    return out;
  }

  Place place(const toml::source_region& region) const {
    return {file_, std::max<std::uint32_t>(region.begin.line, 1),
            std::max<std::uint32_t>(region.begin.column, 1)};
  }

 private:
  Table members(const toml::table& from) const {
    Table out;
    for (const auto& [key, value] : from) {
      out.push_back({std::string(key.str()), place(key.source()), node(value)});
    }
    std::ranges::sort(out, {}, [](const Member& member) {
      return std::pair(member.place.line, member.place.column);
    });
    return out;
  }

  const std::string& file_;
};

}  // namespace

Node parse_toml(const std::string& file, std::string_view text, Problems& problems) {
  const toml::parse_result parsed = toml::parse(text, std::string_view(file));
  const Converter converter(file);
  if (!parsed) {
    problems.add(converter.place(parsed.error().source()),
                 std::string(parsed.error().description()));
    return {.place = {.file = file}, .value = Table{}};
  }
  Node root = converter.node(parsed.table());
  root.place = {.file = file};
  return root;
}

}  // namespace tlswhy::knowledge::compiler
