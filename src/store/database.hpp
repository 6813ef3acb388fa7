// A SQLite database and statements of it: what a store needs, and no more.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tlswhy::store {

// Errors are kept, the first one, and everything after it does nothing: a sequence of statements is
// asked once, with error().
class Database {
 public:
  // `writable`: the file is made where there is none. `error()` tells whether it opened.
  Database(const std::string& path, bool writable);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;

  void run(const char* sql);
  std::int64_t number(const char* sql);  // of the first row's first column; 0 where there is none
  [[nodiscard]] const std::string& error() const { return error_; }  // empty: none
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  void fail(int code);
  void wait_for(std::chrono::milliseconds patience);  // for another program that writes

 private:
  sqlite3* handle_ = nullptr;
  std::string error_;
};

// One statement: bind its parameters in order, then step through its rows.
class Statement {
 public:
  Statement(Database& database, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  bool step();  // a row is there
  void run() {
    while (step()) {
    }
  }
  [[nodiscard]] std::string text(int column) const;  // from 0; empty for NULL
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int next_ = 1;
};

}  // namespace tlswhy::store
