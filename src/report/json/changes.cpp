#include "report/json/changes.hpp"

#include <boost/json.hpp>

#include "report/json/parts.hpp"
#include "report/json/values.hpp"
#include "report/learned_change.hpp"
#include "report/run_changes_words.hpp"

namespace tlswhy::json {

namespace bj = boost::json;

std::string changes(const std::string& store, std::span<const RunChanges> runs,
                    knowledge::Language language) {
  bj::object out = tool();
  out["input"] =
      bj::object{{"kind", "store"}, {"name", text(printable(store))}, {"notes", bj::array{}}};
  bj::array list;
  for (const RunChanges& run : runs) {
    bj::array changes;
    for (const TargetChanges& target : run.list) {
      for (const LearnedChange& c : target.changes) {
        changes.push_back(bj::object{{"target", text(target.target)},
                                     {"change", text(name_of(c))},
                                     {"where", text(c.where)},
                                     {"before", text(c.before)},
                                     {"after", text(c.after)},
                                     {"text", text(text_of(c, language))}});
      }
    }
    const RunChangesWords words = words_of(run, language);
    bj::object said{{"since", text(words.since)}, {"summary", text(words.summary)}};
    if (!words.nothing.empty()) said["nothing"] = text(words.nothing);
    list.push_back(bj::object{
        {"input", text(printable(run.input))},
        {"before", run.before ? bj::value(text(to_rfc3339(*run.before))) : bj::value(nullptr)},
        {"after", text(to_rfc3339(run.after))},
        {"targets", run.targets},
        {"changes", std::move(changes)},
        {"text", std::move(said)}});
  }
  out["runs"] = std::move(list);
  return bj::serialize(out);
}

}  // namespace tlswhy::json
