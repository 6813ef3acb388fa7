#include "report/run_changes_words.hpp"

#include "knowledge/ids/sentences.hpp"

namespace tlswhy {

RunChangesWords words_of(const RunChanges& run, knowledge::Language language) {
  using knowledge::say;
  const std::string before = run.before ? to_rfc3339(*run.before).substr(0, 16) + "Z" : "";
  RunChangesWords out;
  out.since = run.before ? say(sentence::changes_since, language, {{"time", before}})
                         : say(sentence::changes_first_run, language);
  if (run.list.empty() && run.before)
    out.nothing = say(sentence::changes_nothing, language, {{"time", before}});
  out.summary = say(sentence::changes_summary, language,
                    {{"count", run.targets}, {"changed", run.list.size()}});
  return out;
}

}  // namespace tlswhy
