// What probes found, run after run, in one SQLite file (--store FILE).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace tlswhy::store {

struct StoredVerdict {
  std::string client;  // "finesse-11"
  bool accepted = false;
  std::string cause;  // id; empty where it would connect
};

struct StoredGadget {
  std::string url, outcome;  // name_of(GadgetOutcome::Kind)
};

struct StoredResult {
  std::string target;  // host:port
  Timestamp time;
  std::vector<StoredVerdict> verdicts;
  std::string server;   // its JSON (report/json/learned_server.hpp); empty: it was not reached
  std::string trouble;  // why it was not, one line
  std::vector<StoredGadget> gadgets;
};

struct StoredRun {
  std::int64_t id = 0;
  Timestamp started;
  std::optional<Timestamp> finished;  // none: it was interrupted, or still goes on
};

class Store {
 public:
  // `writable`: is made where there is none; else it has to be there. A file that is no store, or
  // one of a newer tlswhy, is an error that begins with `path`, and is left as it is.
  static Result<Store> open(const std::string& path, bool writable);

  // The run that goes on: the last one over `input` (a list's name, or the targets) where it was
  // not finished, else a new one.
  Result<std::int64_t> begin(const std::string& input, Timestamp now);
  // The targets that it has already; nobody has to ask them again.
  Result<std::set<std::string>> done(std::int64_t run);
  // Written at once and as a whole. A target that is there already is replaced.
  Result<void> add(std::int64_t run, const StoredResult& result);
  Result<void> finish(std::int64_t run, Timestamp now);

  // How long it waits for another program that writes; 5 seconds where nothing is said.
  void wait_for(std::chrono::milliseconds patience) { database_.wait_for(patience); }

  // The inputs that have finished runs, the one that was finished last first.
  Result<std::vector<std::string>> inputs();
  // Finished runs over an input, newest first, no more than `most`.
  Result<std::vector<StoredRun>> runs(const std::string& input, unsigned most);
  // By target.
  Result<std::vector<StoredResult>> results(std::int64_t run);

 private:
  Store(std::string path, Database database)
      : path_(std::move(path)), database_(std::move(database)) {}
  template <class T>
  Result<T> checked(T value);
  Result<void> checked();

  std::string path_;
  Database database_;
};

}  // namespace tlswhy::store
