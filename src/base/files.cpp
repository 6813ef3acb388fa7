#include "base/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#ifdef _WIN32
#include <io.h>
#endif

namespace tlswhy {
namespace {

// What only some systems have: Windows tells text from bytes, and WASI runs no other programs.
#ifdef O_BINARY
constexpr int as_bytes_are = O_BINARY;
#else
constexpr int as_bytes_are = O_CLOEXEC;
#endif

class DescriptorStream final : public ByteStream {
 public:
  DescriptorStream(int descriptor, bool owned, std::uint64_t size)
      : descriptor_(descriptor), owned_(owned), size_(size) {}
  DescriptorStream(const DescriptorStream&) = delete;
  DescriptorStream& operator=(const DescriptorStream&) = delete;
  ~DescriptorStream() override {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, out.data(), out.size());
      if (got >= 0) {
        consumed_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno == EINTR) continue;
      trouble_ = fmt::format("reading failed: {}", std::strerror(errno));
      return 0;
    }
  }
  [[nodiscard]] std::string trouble() const override { return trouble_; }
  [[nodiscard]] std::uint64_t consumed() const override { return consumed_; }
  [[nodiscard]] std::uint64_t total() const override { return size_; }

 private:
  int descriptor_;
  bool owned_;
  std::uint64_t size_;
  std::uint64_t consumed_ = 0;
  std::string trouble_;
};

std::unexpected<Error> cannot(const std::string& path, const char* what) {
  return failure(Error::Kind::unreadable,
                 fmt::format("{}: cannot be {}: {}", path, what, std::strerror(errno)));
}

// Up to `limit` bytes and one, so that more of them show.
std::string read_up_to(ByteStream& stream, std::size_t limit) {
  std::string out;
  std::size_t filled = 0;
  while (filled <= limit) {
    out.resize(std::min(std::max<std::size_t>(2 * filled, std::size_t{1} << 16), limit + 1));
    const std::span rest(reinterpret_cast<std::uint8_t*>(out.data()) + filled, out.size() - filled);
    const std::size_t got = stream.read(rest);
    filled += got;
    if (got == 0) break;
  }
  out.resize(filled);
  return out;
}

// 0, or errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) text.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

PathKind kind_of_path(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return PathKind::nothing;
  if (S_ISDIR(about.st_mode)) return PathKind::folder;
  return S_ISREG(about.st_mode) ? PathKind::file : PathKind::other;
}

FileId file_id(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0 || about.st_ino == 0) return {};
  return {static_cast<std::uint64_t>(about.st_dev), static_cast<std::uint64_t>(about.st_ino)};
}

void use_binary_standard_streams() {
#ifdef _WIN32
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    ::_setmode(descriptor, O_BINARY);
#endif
}

Result<std::unique_ptr<ByteStream>> open_file(const std::string& path) {
  const bool standard_input = path == "-";
  const int descriptor =
      standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | as_bytes_are);
  if (descriptor < 0) return cannot(path, "opened");
  struct stat about{};
  const bool known = ::fstat(descriptor, &about) == 0;
  if (known && S_ISDIR(about.st_mode)) {
    if (!standard_input) ::close(descriptor);
    return failure(Error::Kind::unreadable, fmt::format("{}: is a directory", path));
  }
  const bool file = known && S_ISREG(about.st_mode);
  return std::make_unique<DescriptorStream>(descriptor, !standard_input,
                                            file ? static_cast<std::uint64_t>(about.st_size) : 0);
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const auto stream = open_file(path);
  if (!stream) return std::unexpected(stream.error());
  std::string out = read_up_to(**stream, limit);
  if (const std::string trouble = (*stream)->trouble(); !trouble.empty())
    return failure(Error::Kind::unreadable, fmt::format("{}: {}", path, trouble));
  if (out.size() > limit)
    return failure(Error::Kind::unreadable, fmt::format("{}: is larger than {} MB", path,
                                                        static_cast<double>(limit) / (1 << 20)));
  return out;
}

std::string head_of_file(const std::string& path, std::size_t count) {
  const auto stream = open_file(path);
  return stream && count > 0 ? read_up_to(**stream, count - 1) : std::string();
}

Result<void> write_file(const std::string& path, std::string_view text) {
  auto file = OutputFile::open(path);
  if (!file) return std::unexpected(file.error());
  file->write(as_bytes(text));
  return file->close();
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | as_bytes_are, 0666);
  if (descriptor < 0) return cannot(path, "written");
  return OutputFile(path, descriptor);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool OutputFile::write(Bytes bytes) {
  if (trouble_ == 0) trouble_ = write_all(descriptor_, as_text(bytes));
  return trouble_ == 0;
}

// A full disk may show only when the file is closed.
Result<void> OutputFile::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0 && trouble_ == 0) trouble_ = errno;
  if (trouble_ == 0) return {};
  errno = trouble_;
  return cannot(path_, "written");
}

Result<void> append_nothing(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | as_bytes_are, 0666);
  if (descriptor < 0 || ::close(descriptor) != 0) return cannot(path, "written");
  return {};
}

Result<FolderList> list_folder(const std::string& path, std::size_t most) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder) return cannot(path, "opened");
  FolderList out;
  // NOLINTNEXTLINE(concurrency-mt-unsafe)  one thread has this folder open
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    std::string inside = fmt::format("{}{}{}", path, path.ends_with('/') ? "" : "/", name);
    if (kind_of_path(inside) == PathKind::folder) continue;
    out.more = out.paths.size() == most;
    if (out.more) break;
    out.paths.push_back(std::move(inside));
  }
  std::ranges::sort(out.paths);
  return out;
}

std::string file_name_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string path_beside(const std::string& path, const std::string& name) {
  const std::size_t slash = path.find_last_of('/');
  if (name.starts_with('/') || slash == std::string::npos) return name;
  return path.substr(0, slash + 1) + name;
}

}  // namespace tlswhy
