#include "report/text/changes.hpp"

#include "knowledge/ids/sentences.hpp"
#include "report/learned_change.hpp"
#include "report/text/writer.hpp"

namespace tlswhy::text {

std::string changes(const RunChanges& run, const TextOptions& o) {
  const auto say = [&o](knowledge::SentenceId id,
                        std::initializer_list<knowledge::Parameter> parameters = {}) {
    return knowledge::render(knowledge::sentence(id, o.language), parameters, o.language);
  };
  Writer w(o.colour);
  const std::string before = run.before ? to_rfc3339(*run.before).substr(0, 16) + "Z" : "";
  w.heading(run.input, run.before ? say(sentence::changes_since, {{"time", before}})
                                  : say(sentence::changes_first_run));
  for (const TargetChanges& target : run.list) {
    w.heading(target.target);
    for (const LearnedChange& change : target.changes) w.line("", text_of(change, o.language));
  }
  if (run.list.empty() && run.before)
    w.line("", say(sentence::changes_nothing, {{"time", before}}));
  w.heading(say(sentence::changes_summary, {{"count", run.targets}, {"changed", run.list.size()}}));
  return w.result();
}

}  // namespace tlswhy::text
