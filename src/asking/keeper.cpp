#include "asking/keeper.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "report/json/learned_server.hpp"

namespace tlswhy {

Result<Keeper> Keeper::open(const ProbeOptions& options, const ExplainOptions& how,
                            const std::string& input) {
  Keeper out;
  out.junit_ = options.junit;
  if (!out.junit_.empty()) out.suites_.emplace(how.wording.language);
  if (out.suites_) {
    if (const auto writable = append_nothing(out.junit_); !writable)
      return std::unexpected(writable.error());
  }
  if (options.store.empty()) return out;
  auto store = store::Store::open(options.store, true);
  if (!store) return std::unexpected(store.error());
  const auto run = store->begin(input, now());
  if (!run) return std::unexpected(run.error());
  auto done = store->done(*run);
  if (!done) return std::unexpected(done.error());
  out.store_.emplace(std::move(*store));
  out.run_ = *run;
  out.done_ = std::move(*done);
  return out;
}

void Keeper::add(const store::StoredResult& result) {
  if (!store_ || error_) return;
  if (auto added = store_->add(run_, result); !added) error_ = added.error();
}

void Keeper::keep(const std::string& target, const Judged& judged,
                  std::vector<store::StoredGadget> gadgets) {
  const auto& learned = judged.learned;
  if (store_) {
    store::StoredResult result{.target = target,
                               .time = now(),
                               .verdicts = {},
                               .server = learned ? json::learned_server_text(*learned) : "",
                               .trouble = {},
                               .gadgets = std::move(gadgets)};
    for (const Explanation& v : judged.verdicts) {
      const auto cause = v.diagnosis.cause;
      result.verdicts.push_back(
          {std::string(v.played().client->name), v.established(),
           v.established() || !cause ? std::string() : std::string(knowledge::cause(*cause).name)});
    }
    add(result);
  }
  if (suites_)
    suites_->add({.target = target,
                  .verdicts = judged.verdicts,
                  .trouble = {},
                  .seconds = learned ? learned->cost.seconds : 0,
                  .at = now()});
}

void Keeper::keep_unreached(const std::string& target, const std::string& trouble) {
  add({.target = target,
       .time = now(),
       .verdicts = {},
       .server = {},
       .trouble = trouble,
       .gadgets = {}});
  if (suites_) suites_->add({.target = target, .verdicts = {}, .trouble = trouble, .at = now()});
}

void Keeper::keep(const LayoutReport& report) {
  for (std::size_t i = 0; i < report.hosts.size(); ++i) {
    const GadgetHost& host = report.hosts[i];
    if (host.judged.verdicts.empty()) {
      keep_unreached(host.name, host.trouble);
      continue;
    }
    std::vector<store::StoredGadget> gadgets;
    for (const GadgetRow& row : report.rows) {
      if (row.host == i && row.outcome)
        gadgets.push_back({row.url, std::string(name_of(row.outcome->kind))});
    }
    keep(host.name, host.judged, std::move(gadgets));
  }
  if (suites_) suites_->add(report, now());
}

Result<void> Keeper::finish() {
  if (store_ && !error_) {
    if (auto finished = store_->finish(run_, now()); !finished) error_ = finished.error();
  }
  if (suites_) {
    if (auto written = write_file(junit_, suites_->whole()); !written && !error_)
      error_ = written.error();
  }
  if (error_) return std::unexpected(*error_);
  return {};
}

}  // namespace tlswhy
