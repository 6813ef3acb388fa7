#include "asking/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/page_file.hpp"
#include "app/tell.hpp"
#include "knowledge/ids/sentences.hpp"
#include "report/json/changes.hpp"
#include "report/text/changes.hpp"
#include "store/changes.hpp"

namespace tlswhy {
namespace {

bool worse(const RunChanges& run) {
  return std::ranges::any_of(run.list, [](const TargetChanges& target) {
    return std::ranges::any_of(target.changes, [](const LearnedChange& c) {
      return c.sentence == sentence::changes_now_refused ||
             c.sentence == sentence::changes_now_unreached;
    });
  });
}

}  // namespace

int print_changes(const std::string& path, const ExplainOptions& how) {
  auto store = store::Store::open(path, false);
  if (store) {
    auto runs = store::changes(*store, how.setting.at.value_or(now()));
    if (runs) {
      if (how.format != Format::text)
        put_document(json::changes(path, *runs, how.wording.language), how);
      for (const RunChanges& run : *runs) {
        if (how.format == Format::text) fmt::print("{}", text::changes(run, how.style()));
      }
      const bool bad = std::ranges::any_of(*runs, worse);
      return bad ? exit_code::would_fail : exit_code::nothing_failed;
    }
    store = std::unexpected(runs.error());
  }
  tell(store.error().what, how.wording.language);
  return exit_code::unreadable;
}

}  // namespace tlswhy
