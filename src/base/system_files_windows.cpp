#include <dirent.h>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/system_files.hpp"
#include "base/wide_text.hpp"

namespace tlswhy::system_files {
namespace {

// st_size is 64 bits wide in this one alone. Numbers of files are none (st_ino is 0).
Status as_status(const struct _stat64& about) {
  Status out;
  if (S_ISDIR(about.st_mode)) out.kind = Status::Kind::folder;
  if (S_ISREG(about.st_mode)) out.kind = Status::Kind::file;
  if (out.kind == Status::Kind::file) out.size = static_cast<std::uint64_t>(about.st_size);
  return out;
}

// The C library finds no folder whose name ends in a separator, but for a root (C:\).
std::wstring for_status(const std::string& path) {
  std::string_view name = path;
  while (name.size() > 1 && separators().contains(name.back()) && !name.ends_with(":\\") &&
         !name.ends_with(":/"))
    name.remove_suffix(1);
  return as_wide(name);
}

unsigned at_most(std::size_t count) {
  return static_cast<unsigned>(std::min<std::size_t>(count, std::size_t{1} << 30));
}

}  // namespace

std::optional<Status> status_of(const std::string& path) {
  struct _stat64 about{};
  if (::_wstat64(for_status(path).c_str(), &about) != 0) return std::nullopt;
  return as_status(about);
}

std::optional<Status> status_of(int descriptor) {
  struct _stat64 about{};
  if (::_fstat64(descriptor, &about) != 0) return std::nullopt;
  return as_status(about);
}

int open_descriptor(const std::string& path, Use use) {
  const std::wstring name = as_wide(path);
  if (use == Use::read) return ::_wopen(name.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
  if (const auto status = status_of(path); status && status->kind == Status::Kind::folder) {
    errno = EISDIR;
    return -1;
  }
  const int end = use == Use::replace ? _O_TRUNC : _O_APPEND;
  return ::_wopen(name.c_str(), _O_WRONLY | _O_CREAT | _O_BINARY | _O_NOINHERIT | end,
                  _S_IREAD | _S_IWRITE);
}

void close_descriptor(int descriptor) { ::_close(descriptor); }
bool close_written(int descriptor) { return ::_close(descriptor) == 0; }

std::int64_t read_some(int descriptor, std::span<std::uint8_t> out) {
  return ::_read(descriptor, out.data(), at_most(out.size()));
}

std::int64_t write_some(int descriptor, std::string_view bytes) {
  return ::_write(descriptor, bytes.data(), at_most(bytes.size()));
}

bool each_name(const std::string& folder, const std::function<bool(const std::string&)>& take) {
  const std::unique_ptr<_WDIR, int (*)(_WDIR*)> open(::_wopendir(as_wide(folder).c_str()),
                                                     ::_wclosedir);
  if (!open) return false;
  while (const _wdirent* entry = ::_wreaddir(open.get())) {
    if (!take(as_utf8(entry->d_name))) break;
  }
  return true;
}

std::string_view separators() { return "\\/"; }

// C:\x and C:/x, \x, and \\server\share.
bool is_absolute(std::string_view path) {
  const bool drive = path.size() > 2 && path[1] == ':';
  return !path.empty() && separators().contains(path[drive ? 2 : 0]);
}

}  // namespace tlswhy::system_files
