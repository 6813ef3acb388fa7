#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tlswhy {
namespace {

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

}  // namespace

Result<std::unique_ptr<ByteStream>> open_file(const std::string& path) {
  const bool standard_input = path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return failure(Error::Kind::unreadable,
                   fmt::format("{}: cannot be opened: {}", path, std::strerror(errno)));
  }
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

}  // namespace tlswhy
