#include "sources/certificates/read_certificates.hpp"

#include <fmt/format.h>

#include <set>

#include "base/files.hpp"
#include "sources/certificates/nss_database.hpp"
#include "sources/certificates/system_store.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t max_file_bytes = 64U << 20;  // as read_bundle() takes them
constexpr std::size_t max_folder_certificates = 10'000;
constexpr std::size_t max_folder_files = 20'000;
constexpr std::size_t max_folder_notes = 100;

Result<ReadCertificates> from_file(const std::string& path, const std::string& password) {
  const auto text = read_file(path, max_file_bytes);
  if (!text) return std::unexpected(text.error());
  auto bundle = read_certificate_file(as_bytes(*text), path, password);
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
    auto files = list_folder(path_, max_folder_files);
    if (!files) return std::unexpected(files.error());
    if (files->more)
      note(fmt::format("{}: holds more than {} files; the others were not read", path_,
                       max_folder_files));
    for (const std::string& file : files->paths) {
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
  void add(const std::string& file) {
    // A pipe in a folder would be waited for.
    if (kind_of_path(file) != PathKind::file)
      return note(fmt::format("{}: is no file that can be read; skipped", file));
    // The links of c_rehash lead to files beside them, which are read once.
    const FileId id = file_id(file);
    if (id != FileId{} && !visited_.insert(id).second) return;
    auto read = from_file(file, password_);
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
  std::set<FileId> visited_;
  std::set<Sha256> seen_;
  std::size_t notes_dropped_ = 0;
};

}  // namespace

Result<CertificateBundle> read_certificate_file(Bytes bytes, const std::string& name,
                                                const std::string& password) {
  return looks_like_nss_database(bytes) && bytes.size() <= max_file_bytes
             ? read_nss_database(bytes, name)
             : read_bundle(bytes, name, password);
}

bool looks_like_certificates(Bytes bytes) {
  return looks_like_nss_database(bytes) || looks_like_bundle(bytes);
}

Result<ReadCertificates> read_certificates(const std::string& path, const std::string& password) {
  if (path.starts_with(system_store_prefix)) return read_system_store(path);
  if (kind_of_path(path) == PathKind::folder) return FolderReader(path, password).read();
  return from_file(path, password);
}

}  // namespace tlswhy
