#include "knowledge/compiler/read_sentences.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/text_rules.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

struct Entry {
  std::string id;  // "area.key"
  Place key;
  Word text;
};

std::vector<Entry> entries(const Context& context, const std::string& language) {
  std::vector<Entry> out;
  const std::string path = fmt::format("sentences.{}.toml", language);
  if (!context.tree.contains(path)) return out;
  const Node& root = context.document(path);
  for (const Member& area : members(root, context.problems)) {
    for (const Member& member : members(area.node, context.problems)) {
      const std::string* text = member.node.as<std::string>();
      if (text == nullptr || text->empty()) {
        context.problems.add(member.node.place, "a text that is not empty is expected here");
        continue;
      }
      Entry entry{area.key + "." + member.key, member.place, {*text, member.node.place}};
      check_sentence(entry.text, context.problems);
      check_braces(entry.text, language, context.problems);
      if (language == "en") check_plurals(entry.text, context.problems);
      out.push_back(std::move(entry));
    }
  }
  return out;
}

}  // namespace

std::map<std::string, SentenceModel> read_sentences(const Context& context) {
  std::map<std::string, SentenceModel> out;
  for (const std::string& language : context.languages) {
    for (const Entry& entry : entries(context, language)) {
      const Words found = placeholders(entry.text.text);
      if (language == "en") {
        out[entry.id].parameters = found;
      } else if (!out.contains(entry.id)) {
        context.problems.unknown(entry.key, "sentence", entry.id, keys_of(out));
        continue;
      } else {
        check_same_placeholders(out[entry.id].parameters, found, entry.text.place,
                                context.problems);
      }
      out[entry.id].texts[language] = entry.text.text;
    }
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
