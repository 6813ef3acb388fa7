#include "report/json/changes.hpp"

#include "report/json/parts.hpp"
#include "report/json/values.hpp"
#include "report/learned_change.hpp"
#include "report/run_changes_words.hpp"

namespace tlswhy::json {
namespace {

void run_changes(const RunChanges& run, knowledge::Language language, Writer& out) {
  out.object().member("input", printable(run.input));
  out.member_or_null("before", run.before ? to_rfc3339(*run.before) : "");
  out.member("after", to_rfc3339(run.after)).member("targets", run.targets);
  out.name("changes").array();
  for (const TargetChanges& target : run.list) {
    for (const LearnedChange& c : target.changes) {
      out.object().member("target", target.target).member("change", name_of(c));
      out.member("where", c.where).member("before", c.before).member("after", c.after);
      out.member("text", text_of(c, language)).end_object();
    }
  }
  const RunChangesWords words = words_of(run, language);
  out.end_array().name("text").object();
  out.member("since", words.since).member("summary", words.summary);
  if (!words.nothing.empty()) out.member("nothing", words.nothing);
  out.end_object().end_object();
}

}  // namespace

std::string changes(const std::string& store, std::span<const RunChanges> runs,
                    knowledge::Language language) {
  Writer out;
  tool(out.object());
  out.name("input").object().member("kind", "store").member("name", printable(store));
  out.name("notes").array().end_array().end_object();
  out.name("runs").array();
  for (const RunChanges& run : runs) run_changes(run, language, out);
  return out.end_array().end_object().take();
}

}  // namespace tlswhy::json
