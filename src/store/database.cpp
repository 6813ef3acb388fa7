#include "store/database.hpp"

#include <sqlite3.h>

#include <utility>

namespace tlswhy::store {
namespace {

constexpr std::chrono::milliseconds usual_patience{5'000};

std::string words_for(int code, sqlite3* handle) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "is locked: another program writes into it";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return "is damaged, or no SQLite database";
    case SQLITE_READONLY: return "may not be written";
    case SQLITE_FULL: return "cannot grow: the disk is full";
    case SQLITE_CANTOPEN: return "cannot be opened";
    default: break;
  }
  return handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
}

}  // namespace

Database::Database(const std::string& path, bool writable) {
  const int mode = writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(path.c_str(), &handle_, mode, nullptr);
  if (code == SQLITE_OK) wait_for(usual_patience);
  if (code != SQLITE_OK) fail(code);
}
Database::~Database() { sqlite3_close(handle_); }
Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), error_(std::move(other.error_)) {}

void Database::wait_for(std::chrono::milliseconds patience) {
  sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
}

void Database::fail(int code) {
  if (error_.empty()) error_ = words_for(code, handle_);
}

void Database::run(const char* sql) {
  if (!error_.empty()) return;
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  if (!database.error().empty()) return;
  const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &statement_, nullptr);
  if (code != SQLITE_OK) database_.fail(code);
}
Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(std::string_view text) {
  if (statement_ == nullptr) return *this;
  const int code = sqlite3_bind_text64(statement_, next_++, text.data(), text.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) database_.fail(code);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  if (statement_ == nullptr) return *this;
  const int code = sqlite3_bind_int64(statement_, next_++, number);
  if (code != SQLITE_OK) database_.fail(code);
  return *this;
}

bool Statement::step() {
  if (statement_ == nullptr || !database_.error().empty()) return false;
  const int code = sqlite3_step(statement_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_.fail(code);
  return code == SQLITE_ROW;
}

std::string Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

}  // namespace tlswhy::store
