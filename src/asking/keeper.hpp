// Where the results of a probe go beside its report: a store (--store), a JUnit file (--junit).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "asking/probe.hpp"
#include "report/junit.hpp"
#include "store/store.hpp"

namespace tlswhy {

class Keeper {
 public:
  // Opens what the options ask for; with neither, all that follows does nothing. `input` says what
  // is asked: a list's name, or the targets. A store's run over it that was interrupted goes on.
  static Result<Keeper> open(const ProbeOptions& options, const ExplainOptions& how,
                             const std::string& input);

  // The store has it already, of the run that goes on.
  [[nodiscard]] bool has(const std::string& target) const { return done_.contains(target); }

  // `target` is the same each time the server is asked: host:port.
  void keep(const std::string& target, const Judged& judged,
            std::vector<store::StoredGadget> gadgets = {});
  void keep_unreached(const std::string& target, const std::string& trouble);
  // All servers of a layout, and which gadgets will load.
  void keep(const LayoutReport& report);

  // The run was held to its end: it is finished in the store, and the JUnit file is written. The
  // first thing that went wrong since open().
  Result<void> finish();

 private:
  void add(const store::StoredResult& result);

  std::optional<store::Store> store_;
  std::int64_t run_ = 0;
  std::set<std::string> done_;
  std::string junit_;  // path
  std::optional<JUnit> suites_;
  std::optional<Error> error_;
};

}  // namespace tlswhy
