#include "store/store.hpp"

#include <fmt/format.h>

#include "base/files.hpp"

namespace tlswhy::store {
namespace {

constexpr std::int64_t application = 0x746c7377;  // "tlsw", in the file's header
constexpr std::int64_t newest = 1;                // version of the tables below

constexpr const char* tables = R"(
CREATE TABLE run(id INTEGER PRIMARY KEY, input TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
CREATE TABLE result(run INTEGER NOT NULL REFERENCES run(id), target TEXT NOT NULL, time TEXT NOT NULL,
  server TEXT NOT NULL, trouble TEXT NOT NULL, PRIMARY KEY(run, target)) WITHOUT ROWID;
CREATE TABLE verdict(run INTEGER NOT NULL, target TEXT NOT NULL, client TEXT NOT NULL,
  accepted INTEGER NOT NULL, cause TEXT NOT NULL, PRIMARY KEY(run, target, client)) WITHOUT ROWID;
CREATE TABLE gadget(run INTEGER NOT NULL, target TEXT NOT NULL, url TEXT NOT NULL,
  outcome TEXT NOT NULL, PRIMARY KEY(run, target, url)) WITHOUT ROWID;
)";

Error wrong(const std::string& path, const std::string& what) {
  return {Error::Kind::unreadable, fmt::format("{}: {}", path, what)};
}

// SQLite would take a text file for an empty database's beginning of trouble: look before it does.
std::optional<std::string> not_a_database(const std::string& path) {
  if (kind_of_path(path) == PathKind::folder) return "is a folder, not a store";
  const std::string head = head_of_file(path, 16);
  if (head.empty() || head == std::string("SQLite format 3\0", 16)) return std::nullopt;
  return "is no store of tlswhy";
}

// Makes the tables of a new file; what is wrong with one that is there.
std::string prepare(Database& db, bool writable) {
  const std::int64_t is = db.number("PRAGMA application_id");
  const std::int64_t version = db.number("PRAGMA user_version");
  const bool empty = db.number("SELECT count(*) FROM sqlite_master") == 0;
  if (!db.error().empty()) return db.error();
  if (is != application && (is != 0 || version != 0 || !empty))
    return "is a database of another program, no store of tlswhy";
  if (version > newest)
    return fmt::format("was written by a newer tlswhy (form {}, this one knows {})", version,
                       newest);
  if (is == application && version == newest) return {};
  if (!writable) return "is no store of tlswhy";
  db.run("PRAGMA journal_mode=WAL");
  db.run("BEGIN IMMEDIATE");
  // Another one may have been faster.
  if (db.number("PRAGMA application_id") != application) {
    db.run(tables);
    db.run(fmt::format("PRAGMA application_id={}", application).c_str());
    db.run(fmt::format("PRAGMA user_version={}", newest).c_str());
  }
  db.run("COMMIT");
  return db.error();
}

Timestamp time_of(const std::string& text) { return parse_time(text).value_or(Timestamp{}); }

}  // namespace

Result<Store> Store::open(const std::string& path, bool writable) {
  if (!writable && kind_of_path(path) == PathKind::nothing)
    return std::unexpected(wrong(path, "there is no such store"));
  if (const auto what = not_a_database(path)) return std::unexpected(wrong(path, *what));
  Database database(path, writable);
  std::string what = database.error().empty() ? prepare(database, writable) : database.error();
  if (!what.empty()) return std::unexpected(wrong(path, what));
  database.run("PRAGMA synchronous=NORMAL");
  return Store(path, std::move(database));
}

Result<void> Store::checked() {
  if (database_.error().empty()) return {};
  return std::unexpected(wrong(path_, database_.error()));
}
template <class T>
Result<T> Store::checked(T value) {
  if (database_.error().empty()) return value;
  return std::unexpected(wrong(path_, database_.error()));
}

Result<std::int64_t> Store::begin(const std::string& input, Timestamp now) {
  std::int64_t id = 0;
  database_.run("BEGIN IMMEDIATE");
  {
    Statement last(database_,
                   "SELECT id, finished IS NULL FROM run WHERE input=?1 ORDER BY id DESC LIMIT 1");
    if (last.bind(input).step() && last.number(1) != 0) id = last.number(0);
  }
  if (id == 0) {
    Statement(database_, "INSERT INTO run(input, started) VALUES(?1, ?2)")
        .bind(input)
        .bind(to_rfc3339(now))
        .run();
    id = database_.number("SELECT last_insert_rowid()");
  }
  database_.run("COMMIT");
  return checked(id);
}

Result<std::set<std::string>> Store::done(std::int64_t run) {
  std::set<std::string> out;
  Statement rows(database_, "SELECT target FROM result WHERE run=?1");
  rows.bind(run);
  while (rows.step()) out.insert(rows.text(0));
  return checked(std::move(out));
}

Result<void> Store::add(std::int64_t run, const StoredResult& r) {
  database_.run("BEGIN IMMEDIATE");
  for (const char* sql : {"DELETE FROM verdict WHERE run=?1 AND target=?2",
                          "DELETE FROM gadget WHERE run=?1 AND target=?2"})
    Statement(database_, sql).bind(run).bind(r.target).run();
  Statement(database_, "INSERT OR REPLACE INTO result VALUES(?1, ?2, ?3, ?4, ?5)")
      .bind(run)
      .bind(r.target)
      .bind(to_rfc3339(r.time))
      .bind(r.server)
      .bind(r.trouble)
      .run();
  for (const StoredVerdict& v : r.verdicts) {
    Statement(database_, "INSERT OR REPLACE INTO verdict VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(run)
        .bind(r.target)
        .bind(v.client)
        .bind(std::int64_t{v.accepted})
        .bind(v.cause)
        .run();
  }
  for (const StoredGadget& g : r.gadgets) {
    Statement(database_, "INSERT OR REPLACE INTO gadget VALUES(?1, ?2, ?3, ?4)")
        .bind(run)
        .bind(r.target)
        .bind(g.url)
        .bind(g.outcome)
        .run();
  }
  database_.run("COMMIT");
  return checked();
}

Result<void> Store::finish(std::int64_t run, Timestamp now) {
  Statement(database_, "UPDATE run SET finished=?2 WHERE id=?1")
      .bind(run)
      .bind(to_rfc3339(now))
      .run();
  return checked();
}

Result<std::vector<std::string>> Store::inputs() {
  std::vector<std::string> out;
  Statement rows(database_,
                 "SELECT input FROM run WHERE finished IS NOT NULL GROUP BY input "
                 "ORDER BY max(id) DESC");
  while (rows.step()) out.push_back(rows.text(0));
  return checked(std::move(out));
}

Result<std::vector<StoredRun>> Store::runs(const std::string& input, unsigned most) {
  std::vector<StoredRun> out;
  Statement rows(database_,
                 "SELECT id, started, finished FROM run WHERE input=?1 AND finished IS "
                 "NOT NULL ORDER BY id DESC LIMIT ?2");
  rows.bind(input).bind(std::int64_t{most});
  while (rows.step()) out.push_back({rows.number(0), time_of(rows.text(1)), time_of(rows.text(2))});
  return checked(std::move(out));
}

Result<std::vector<StoredResult>> Store::results(std::int64_t run) {
  std::vector<StoredResult> out;
  Statement rows(database_,
                 "SELECT target, time, server, trouble FROM result WHERE run=?1 ORDER BY target");
  rows.bind(run);
  while (rows.step()) {
    StoredResult& r = out.emplace_back();
    r.target = rows.text(0);
    r.time = time_of(rows.text(1));
    r.server = rows.text(2);
    r.trouble = rows.text(3);
    Statement verdicts(database_,
                       "SELECT client, accepted, cause FROM verdict WHERE run=?1 AND target=?2");
    verdicts.bind(run).bind(r.target);
    while (verdicts.step())
      r.verdicts.push_back({verdicts.text(0), verdicts.number(1) != 0, verdicts.text(2)});
    Statement gadgets(database_, "SELECT url, outcome FROM gadget WHERE run=?1 AND target=?2");
    gadgets.bind(run).bind(r.target);
    while (gadgets.step()) r.gadgets.push_back({gadgets.text(0), gadgets.text(1)});
  }
  return checked(std::move(out));
}

}  // namespace tlswhy::store
