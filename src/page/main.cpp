// The program inside the page (scripts/build-page): `tlswhy-page INPUT... [OPTION...]` prints the
// documents that `tlswhy --json` would print of the same, and `tlswhy-page choices [--lang TAG]`
// what can be chosen.
#include <fmt/format.h>

#include <span>

#include "app/exit_code.hpp"
#include "app/redact_key.hpp"
#include "app/tell.hpp"
#include "page/choices.hpp"
#include "page/options.hpp"

int main(int argc, char** argv) {
  using namespace tlswhy;
  Request request =
      page::read_arguments(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  const ExplainOptions& options = request.options;
  if (!options.inputs.empty() && options.inputs.front() == "choices") {
    fmt::print("{}\n", page::choices(options.wording.language));
    return exit_code::nothing_failed;
  }
  if (const auto done = resolve(request); !done)
    return tell(done.error(), options.wording.language);
  if (request.redact) {
    if (const auto done = redact({}, files_beside(request), request.options); !done)
      return tell(done.error(), options.wording.language);
  }
  return explain(options);
}
