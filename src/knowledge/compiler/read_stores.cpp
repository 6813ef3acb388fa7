#include "knowledge/compiler/read_stores.hpp"

#include <algorithm>

#include "base/time.hpp"
#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

const char* const lists_path = "stores/lists.toml";
const char* const roots_path = "stores/roots.toml";
constexpr std::size_t most_lists = 32;  // bits of ShippedRoot::stores
constexpr std::size_t fingerprint_digits = 64;

bool is_fingerprint(std::string_view text) {
  return text.size() == fingerprint_digits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string text_of(TableReader& reader, std::string_view key, Need need) {
  const auto word = reader.text(key, need);
  return word ? word->text : "";
}

StoreListModel read_list(const Context& context, const Member& member) {
  StoreListModel out{.id = member.key};
  TableReader reader(member.node, context.problems);
  out.platform = text_of(reader, "platform", Need::required);
  out.name = text_of(reader, "name", Need::required);
  if (const auto day = reader.text("as_of", Need::required)) {
    const auto time = parse_time(day->text);
    if (!time || to_date(*time) != day->text)
      context.problems.add(day->place, "a day such as 2026-07-19 is expected");
    out.as_of = day->text;
  }
  out.version = text_of(reader, "version", Need::optional);
  reader.text("url", Need::required);
  reader.text("source", Need::required);
  reader.finish();
  return out;
}

// The fingerprint, then the name and the lists.
void read_root(const Context& context, const Member& member, StoresModel& into) {
  if (!is_fingerprint(member.key))
    context.problems.add(member.place, "64 hexadecimal digits in small letters are expected");
  const std::vector<Word> words = texts_of(member.node, context.problems);
  if (words.size() < 2)
    return context.problems.add(member.node.place,
                                "a name and the lists that hold it are expected");
  StoreRootModel out{.sha256 = member.key, .name = words.front().text};
  Words known;
  for (const StoreListModel& list : into.lists) known.push_back(list.id);
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    const auto found = std::ranges::find(known, word->text);
    if (found == known.end()) {
      context.problems.unknown(word->place, "list", word->text, known);
    } else {
      out.lists |= 1U << static_cast<unsigned>(found - known.begin());
    }
  }
  into.roots.push_back(std::move(out));
}

}  // namespace

StoresModel read_stores(const Context& context) {
  StoresModel out;
  if (!context.tree.contains(lists_path) || !context.tree.contains(roots_path)) return out;
  for (const Member& member : members(context.document(lists_path), context.problems))
    out.lists.push_back(read_list(context, member));
  std::ranges::sort(out.lists, {}, [](const StoreListModel& list) {
    return std::pair(list.platform, list.as_of);
  });
  if (out.lists.size() > most_lists)
    context.problems.add({.file = lists_path}, "there are more lists than a row has bits");
  for (const Member& member : members(context.document(roots_path), context.problems))
    read_root(context, member, out);
  for (std::size_t i = 0; i < std::min(out.lists.size(), most_lists); ++i) {
    if (std::ranges::none_of(out.roots, [i](const auto& r) { return (r.lists >> i & 1U) != 0; }))
      context.problems.add({.file = roots_path}, "no root is in the list " + out.lists[i].id);
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
