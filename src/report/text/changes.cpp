#include "report/text/changes.hpp"

#include "report/learned_change.hpp"
#include "report/run_changes_words.hpp"
#include "report/text/writer.hpp"

namespace tlswhy::text {

std::string changes(const RunChanges& run, const TextOptions& o) {
  const RunChangesWords words = words_of(run, o.language);
  Writer w(o.colour);
  w.heading(run.input, words.since);
  for (const TargetChanges& target : run.list) {
    w.heading(target.target);
    for (const LearnedChange& change : target.changes) w.line("", text_of(change, o.language));
  }
  if (!words.nothing.empty()) w.line("", words.nothing);
  w.heading(words.summary);
  return w.result();
}

}  // namespace tlswhy::text
