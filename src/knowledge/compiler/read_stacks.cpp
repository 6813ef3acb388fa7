#include "knowledge/compiler/read_stacks.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/behaviour_reader.hpp"
#include "knowledge/compiler/dated_rules.hpp"
#include "knowledge/compiler/read_titles.hpp"
#include "knowledge/compiler/text_rules.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

constexpr std::size_t longest_inheritance = 8;
constexpr TitleRules stack_titles{.longest = longest_title, .lower_case = false};

class StackReader {
 public:
  StackReader(const Context& context, const RegistryModel& registry)
      : context_(context), registry_(registry) {}

  // `read_other` reads the stack that this one inherits from.
  template <class ReadOther>
  StackModel read(const std::string& path, const Words& ids, const ReadOther& read_other) {
    const Node& root = context_.document(path);
    TableReader reader(root, problems_);
    if (const auto parent = reader.word("inherits", "stack", ids, Need::optional)) {
      out_ = read_other(parent->text);
    }
    const Need family_needed = out_.family.empty() ? Need::required : Need::optional;
    if (const auto family = reader.word("family", "family", vocabulary().families, family_needed)) {
      out_.family = family->text;
    }
    for (const Word& source : reader.texts("source", Need::required)) {
      out_.sources.push_back(source.text);
    }
    if (const Node* table = reader.table("hello", Need::optional)) hello(*table);
    if (const Node* table = reader.table("habits", Need::optional)) habits(*table);
    read_behaviour(reader, context_, registry_, out_.behaviour);
    read_dated_rules(reader, root, problems_, out_.dated);
    reader.finish();
    return std::move(out_);
  }

 private:
  void hello(const Node& table) {
    TableReader reader(table, problems_);
    for (const char* key : {"extension_order", "has_extensions", "lacks_extensions"}) {
      extensions(reader, key);
    }
    for (const char* key : {"suites_have", "suites_lack", "suites_begin"}) {
      names(reader, key, "cipher suite", registry_.cipher_suites);
    }
    for (const char* key : {"schemes_have", "schemes_lack"}) {
      names(reader, key, "signature scheme", registry_.signature_schemes);
    }
    if (const auto place =
            reader.word("scsv", "place of the SCSV", vocabulary().scsv_places, Need::optional)) {
      out_.scsv = place->text;
    }
    for (const char* key : {"grease", "tls13"}) truth(reader, key);
    reader.finish();
  }

  void habits(const Node& table) {
    TableReader reader(table, problems_);
    for (const char* key : habit_keys)
      if (const auto value = reader.truth(key)) out_.habits[key] = *value;
    if (const auto cause =
            reader.word("made_stricter_by", "cause", context_.cause_ids, Need::optional))
      out_.made_stricter_by = cause->text;
    reader.finish();
  }

  void truth(TableReader& reader, const char* key) {
    if (const auto value = reader.truth(key)) out_.hello_truths[key] = *value;
  }

  // A list that is given stands for all of an inherited one.
  void names(TableReader& reader, const char* key, const char* what, const CodePoints& points) {
    if (auto codes = read_code_points(reader, key, what, points, problems_)) {
      out_.hello_lists[key] = std::move(*codes);
    }
  }

  // Extensions stand as numbers.
  void extensions(TableReader& reader, const char* key) {
    const Node* node = reader.any(key, Need::optional);
    const Array* list = node == nullptr ? nullptr : node->as<Array>();
    if (node != nullptr && list == nullptr) {
      problems_.add(node->place, fmt::format("\"{}\" must be a list of code points", key));
    }
    if (list != nullptr) out_.hello_lists[key].clear();
    for (const Node& item : list == nullptr ? Array{} : *list) {
      const auto code = small_number_of(item, problems_);
      if (!code) continue;
      if (!registry_.extensions.names.contains(*code)) {
        problems_.add(item.place, fmt::format("unknown extension {}", *code));
      }
      out_.hello_lists[key].push_back(*code);
    }
  }

  const Context& context_;
  const RegistryModel& registry_;
  Problems& problems_ = context_.problems;
  StackModel out_;
};

}  // namespace

std::map<std::string, StackModel> read_stacks(const Context& context, const RegistryModel& registry,
                                              const Words& stack_ids) {
  std::map<std::string, StackModel> out;
  if (stack_ids.empty()) return out;
  Titles titles = read_titles(context, "stacks/stacks.", "stack", stack_ids, stack_titles);
  std::size_t depth = 0;  // a stack that inherits from itself ends here
  const auto read = [&](const auto& self, const std::string& id) -> StackModel {
    if (++depth > longest_inheritance) {
      context.problems.add({.file = fmt::format("stacks/{}.toml", id)}, "inherits from itself");
      return {};
    }
    const auto read_other = [&](const std::string& other) { return self(self, other); };
    return StackReader(context, registry)
        .read(fmt::format("stacks/{}.toml", id), stack_ids, read_other);
  };
  for (const std::string& id : stack_ids) {
    depth = 0;
    out[id] = read(read, id);
    out[id].titles = std::move(titles[id]);
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
