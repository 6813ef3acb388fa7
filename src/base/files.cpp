#include "base/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/system_files.hpp"
#include "base/utf8.hpp"

namespace tlswhy {
namespace {

namespace system = system_files;
using system::Status;

constexpr int standard_input_descriptor = 0;

class DescriptorStream final : public ByteStream {
 public:
  DescriptorStream(int descriptor, bool owned, std::uint64_t size)
      : descriptor_(descriptor), owned_(owned), size_(size) {}
  DescriptorStream(const DescriptorStream&) = delete;
  DescriptorStream& operator=(const DescriptorStream&) = delete;
  ~DescriptorStream() override {
    if (owned_) system::close_descriptor(descriptor_);
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    for (;;) {
      const std::int64_t got = system::read_some(descriptor_, out);
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
                 fmt::format("{}: cannot be {}: {}", harmless(path), what, std::strerror(errno)));
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
    const std::int64_t written = system::write_some(descriptor, text);
    if (written >= 0) text.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) return errno;
  }
  return 0;
}

// Between a folder and a name in it: as the path is written already.
std::string_view separator_behind(std::string_view path) {
  const std::string_view known = system::separators();
  if (path.empty() || known.contains(path.back())) return {};
  const std::size_t used = path.find_first_of(known);
  return used == std::string_view::npos ? "/" : path.substr(used, 1);
}

}  // namespace

PathKind kind_of_path(const std::string& path) {
  const auto status = system::status_of(path);
  if (!status) return PathKind::nothing;
  if (status->kind == Status::Kind::folder) return PathKind::folder;
  return status->kind == Status::Kind::file ? PathKind::file : PathKind::other;
}

FileId file_id(const std::string& path) {
  const auto status = system::status_of(path);
  return status ? status->id : FileId{};
}

Result<std::unique_ptr<ByteStream>> open_file(const std::string& path) {
  const bool standard_input = path == "-";
  const auto status =
      standard_input ? system::status_of(standard_input_descriptor) : system::status_of(path);
  // Asked beforehand: Windows opens no folder, and says that it may not.
  if (status && status->kind == Status::Kind::folder)
    return failure(Error::Kind::unreadable, fmt::format("{}: is a directory", path));
  const int descriptor =
      standard_input ? standard_input_descriptor : system::open_descriptor(path, system::Use::read);
  if (descriptor < 0) return cannot(path, "opened");
  return std::make_unique<DescriptorStream>(descriptor, !standard_input, status ? status->size : 0);
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
  const int descriptor = system::open_descriptor(path, system::Use::replace);
  if (descriptor < 0) return cannot(path, "written");
  return OutputFile(path, descriptor);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) system::close_descriptor(descriptor_);
}

bool OutputFile::write(Bytes bytes) {
  if (trouble_ == 0) trouble_ = write_all(descriptor_, as_text(bytes));
  return trouble_ == 0;
}

// A full disk may show only when the file is closed.
Result<void> OutputFile::close() {
  if (!system::close_written(std::exchange(descriptor_, -1)) && trouble_ == 0) trouble_ = errno;
  if (trouble_ == 0) return {};
  errno = trouble_;
  return cannot(path_, "written");
}

Result<void> append_nothing(const std::string& path) {
  const int descriptor = system::open_descriptor(path, system::Use::append);
  if (descriptor < 0 || !system::close_written(descriptor)) return cannot(path, "written");
  return {};
}

Result<FolderList> list_folder(const std::string& path, std::size_t most) {
  FolderList out;
  const bool opened = system::each_name(path, [&](const std::string& name) {
    std::string inside = fmt::format("{}{}{}", path, separator_behind(path), name);
    if (kind_of_path(inside) == PathKind::folder) return true;
    out.more = out.paths.size() == most;
    if (!out.more) out.paths.push_back(std::move(inside));
    return !out.more;
  });
  if (!opened) return cannot(path, "opened");
  std::ranges::sort(out.paths);
  return out;
}

Result<FolderList> list_tree(const std::string& path, std::size_t most) {
  constexpr std::size_t deepest = 32;
  FolderList out;
  std::vector<FileId> seen;
  std::vector<std::string> level = {path}, below;
  for (std::size_t depth = 0; depth < deepest && !level.empty(); ++depth) {
    below.clear();
    for (const std::string& folder : level) {
      const FileId id = file_id(folder);
      if (id != FileId{} && std::ranges::find(seen, id) != seen.end()) continue;
      seen.push_back(id);
      const bool opened = system::each_name(folder, [&](const std::string& name) {
        if (name == "." || name == "..") return true;
        std::string inside = fmt::format("{}{}{}", folder, separator_behind(folder), name);
        const bool is_folder = kind_of_path(inside) == PathKind::folder;
        out.more |= out.paths.size() + below.size() >= most;
        if (!out.more) (is_folder ? below : out.paths).push_back(std::move(inside));
        return !out.more;
      });
      if (!opened && depth == 0) return cannot(path, "opened");
    }
    level.swap(below);
  }
  out.more |= !level.empty();
  std::ranges::sort(out.paths);
  return out;
}

std::string file_name_of(const std::string& path) {
  const std::size_t slash = path.find_last_of(system::separators());
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string path_beside(const std::string& path, const std::string& name) {
  const std::size_t slash = path.find_last_of(system::separators());
  if (system::is_absolute(name) || slash == std::string::npos) return name;
  return path.substr(0, slash + 1) + name;
}

bool has_folders(std::string_view path) {
  return path.find_first_of(system::separators()) != std::string_view::npos;
}

}  // namespace tlswhy
