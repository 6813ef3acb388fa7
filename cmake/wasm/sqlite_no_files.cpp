// SQLite's way to files where there are none: nothing can be opened. NSS's databases are read from memory.
#include <sqlite3.h>

#include <cstring>

namespace {

int open(sqlite3_vfs* /*own*/, const char* /*name*/, sqlite3_file* file, int /*flags*/, int* /*out*/) {
  file->pMethods = nullptr;
  return SQLITE_CANTOPEN;
}
int remove(sqlite3_vfs* /*own*/, const char* /*name*/, int /*sync*/) { return SQLITE_IOERR; }
int access(sqlite3_vfs* /*own*/, const char* /*name*/, int /*flags*/, int* result) {
  *result = 0;
  return SQLITE_OK;
}
int full_path(sqlite3_vfs* /*own*/, const char* name, int size, char* out) {
  std::strncpy(out, name, static_cast<std::size_t>(size));
  return SQLITE_OK;
}
// For names of temporary files only.
int random_bytes(sqlite3_vfs* /*own*/, int size, char* out) {
  std::memset(out, 1, static_cast<std::size_t>(size));
  return size;
}
int sleep(sqlite3_vfs* /*own*/, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs* /*own*/, double* day) {
  *day = 2460000.5;
  return SQLITE_OK;
}

sqlite3_vfs no_files{1,         sizeof(sqlite3_file), 512,          nullptr, "none",       nullptr, open, remove, access,
                     full_path, nullptr,              nullptr,      nullptr, nullptr,      random_bytes,
                     sleep,     current_time,         nullptr};

}  // namespace

extern "C" {
int sqlite3_os_init() { return sqlite3_vfs_register(&no_files, 1); }
int sqlite3_os_end() { return SQLITE_OK; }
}
