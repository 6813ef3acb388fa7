#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "base/system_files.hpp"

namespace tlswhy::system_files {
namespace {

// WASI runs no other programs.
#ifdef O_CLOEXEC
constexpr int for_us_alone = O_CLOEXEC;
#else
constexpr int for_us_alone = 0;
#endif

Status as_status(const struct stat& about) {
  Status out;
  if (S_ISDIR(about.st_mode)) out.kind = Status::Kind::folder;
  if (S_ISREG(about.st_mode)) out.kind = Status::Kind::file;
  if (out.kind == Status::Kind::file) out.size = static_cast<std::uint64_t>(about.st_size);
  if (about.st_ino != 0)
    out.id = {static_cast<std::uint64_t>(about.st_dev), static_cast<std::uint64_t>(about.st_ino)};
  return out;
}

}  // namespace

std::optional<Status> status_of(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;
  return as_status(about);
}

std::optional<Status> status_of(int descriptor) {
  struct stat about{};
  if (::fstat(descriptor, &about) != 0) return std::nullopt;
  return as_status(about);
}

int open_descriptor(const std::string& path, Use use) {
  if (use == Use::read) return ::open(path.c_str(), O_RDONLY | for_us_alone);
  const int end = use == Use::replace ? O_TRUNC : O_APPEND;
  return ::open(path.c_str(), O_WRONLY | O_CREAT | end | for_us_alone, 0666);
}

void close_descriptor(int descriptor) { ::close(descriptor); }
bool close_written(int descriptor) { return ::close(descriptor) == 0; }

std::int64_t read_some(int descriptor, std::span<std::uint8_t> out) {
  return ::read(descriptor, out.data(), out.size());
}

std::int64_t write_some(int descriptor, std::string_view bytes) {
  return ::write(descriptor, bytes.data(), bytes.size());
}

bool each_name(const std::string& folder, const std::function<bool(const std::string&)>& take) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (!open) return false;
  // NOLINTNEXTLINE(concurrency-mt-unsafe)  one thread has this folder open
  while (const dirent* entry = ::readdir(open.get())) {
    if (!take(entry->d_name)) break;
  }
  return true;
}

std::string_view separators() { return "/"; }
bool is_absolute(std::string_view path) { return path.starts_with('/'); }

}  // namespace tlswhy::system_files
