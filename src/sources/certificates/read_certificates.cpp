#include "sources/certificates/read_certificates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>

#include "x509/certificate_bundle.hpp"

namespace tlswhy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_file_bytes = 64U << 20;  // as read_bundle() takes them
constexpr std::size_t max_folder_certificates = 10'000;
constexpr std::size_t max_folder_files = 20'000;
constexpr std::size_t max_folder_notes = 100;

std::unexpected<Error> cannot_open(const std::string& path, int error) {
  return failure(Error::Kind::unreadable,
                 fmt::format("{}: cannot be opened: {}", path, std::strerror(error)));
}

// The whole file; one byte more than allowed where it is larger. Pipes are read to their end.
Result<std::vector<std::uint8_t>> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             std::fclose);
  if (!file) return cannot_open(path, errno);
  std::vector<std::uint8_t> out;
  std::size_t filled = 0;
  while (filled <= max_file_bytes) {
    out.resize(std::min(std::max<std::size_t>(2 * filled, 1U << 16), max_file_bytes + 1));
    const std::size_t got = std::fread(out.data() + filled, 1, out.size() - filled, file.get());
    filled += got;
    if (got == 0) break;
  }
  if (std::ferror(file.get()) != 0)
    return failure(Error::Kind::unreadable,
                   fmt::format("{}: reading failed: {}", path, std::strerror(errno)));
  out.resize(filled);
  return out;
}

Result<ReadCertificates> from_file(const std::string& path, const std::string& password) {
  const auto bytes = read_file(path);
  if (!bytes) return std::unexpected(bytes.error());
  auto bundle = read_bundle(*bytes, path, password);
  if (!bundle) return std::unexpected(bundle.error());
  ReadCertificates out{std::move(bundle->certificates), {}};
  for (const BundleNote& note : bundle->notes) {
    out.notes.push_back(fmt::format("{}: {}", path, note.what));
  }
  return out;
}

class FolderReader {
 public:
  FolderReader(const std::string& path, const std::string& password)
      : path_(path), password_(password) {}

  Result<ReadCertificates> read() {
    if (const int error = list(); error != 0) return cannot_open(path_, error);
    for (const fs::path& file : files_) {
      if (out_.certificates.size() >= max_folder_certificates) break;
      add(file);
    }
    if (out_.certificates.empty())
      return failure(Error::Kind::malformed,
                     fmt::format("{}: holds no certificate{}", path_,
                                 out_.notes.empty() ? "" : fmt::format(" ({})", out_.notes[0])));
    if (out_.certificates.size() >= max_folder_certificates)
      note(
          fmt::format("{}: the reading ended with certificate {}", path_, max_folder_certificates));
    if (notes_dropped_ > 0)
      out_.notes.push_back(fmt::format("{}: {} more notes are left out", path_, notes_dropped_));
    return std::move(out_);
  }

 private:
  // errno of what went wrong, or 0.
  int list() {
    std::error_code error;
    for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
      std::error_code ignored;
      if (at->is_directory(ignored)) continue;
      if (files_.size() == max_folder_files) {
        note(fmt::format("{}: holds more than {} files; the others were not read", path_,
                         max_folder_files));
        break;
      }
      files_.push_back(at->path());
    }
    std::ranges::sort(files_);
    return error.value();
  }

  void add(const fs::path& file) {
    std::error_code error;
    // A pipe in a folder would be waited for.
    if (!fs::is_regular_file(file, error)) {
      return note(fmt::format("{}: is no file that can be read; skipped", file.string()));
    }
    // The links of c_rehash lead to files beside them, which are read once.
    const fs::path real = fs::canonical(file, error);
    if (!error && !visited_.insert(real).second) return;
    auto read = from_file(file.string(), password_);
    if (!read) return note(read.error().what + "; skipped");
    for (std::string& each : read->notes) note(std::move(each));
    for (auto& certificate : read->certificates) {
      if (!seen_.insert(certificate->sha256).second) continue;
      if (out_.certificates.size() >= max_folder_certificates) return;
      out_.certificates.push_back(std::move(certificate));
    }
  }

  void note(std::string what) {
    if (out_.notes.size() < max_folder_notes) {
      out_.notes.push_back(std::move(what));
    } else {
      ++notes_dropped_;
    }
  }

  const std::string& path_;
  const std::string& password_;
  ReadCertificates out_;
  std::vector<fs::path> files_;
  std::set<fs::path> visited_;
  std::set<Sha256> seen_;
  std::size_t notes_dropped_ = 0;
};

}  // namespace

Result<ReadCertificates> read_certificates(const std::string& path, const std::string& password) {
  std::error_code error;
  if (fs::is_directory(path, error)) return FolderReader(path, password).read();
  return from_file(path, password);
}

}  // namespace tlswhy
