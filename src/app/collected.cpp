#include "app/collected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/tell.hpp"
#include "app/texts.hpp"
#include "base/files.hpp"
#include "base/utf8.hpp"
#include "capfile/capture_reader.hpp"
#include "capfile/content_kind.hpp"
#include "capfile/zip_reader.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/phrase.hpp"
#include "knowledge/sentence.hpp"
#include "knowledge/value.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_files = 20'000;
constexpr std::size_t most_named = 5;
constexpr int deepest = 3;  // archives inside archives

// The content of an archive's file, which the archive goes on with afterwards.
class PartOfZip final : public ByteStream {
 public:
  explicit PartOfZip(ZipReader& zip) : zip_(zip) {}
  std::size_t read(std::span<std::uint8_t> out) override { return zip_.content().read(out); }
  [[nodiscard]] std::string trouble() const override { return zip_.content().trouble(); }
  [[nodiscard]] std::uint64_t consumed() const override { return zip_.content().consumed(); }

 private:
  ZipReader& zip_;
};

// A name out of an archive may hold anything.
std::string printable(const std::string& name) { return harmless(name.substr(0, 512)); }

}  // namespace

Result<int> Collection::folder(const std::string& path) {
  auto files = list_tree(path, most_files);
  if (!files) return std::unexpected(files.error());
  for (const std::string& name : files->paths) {
    auto opened = kind_of_path(name) == PathKind::file
                      ? open_input(name)
                      : failure(Error::Kind::unreadable, "is no file");
    if (opened) {
      file(std::move(*opened), 0);
    } else {
      skip(name, opened.error().what);
    }
  }
  if (files->more) skip(path, "holds more files than are read");
  return finish(path);
}

Result<int> Collection::zip(const std::string& name, std::unique_ptr<ByteStream> stream) {
  read_zip(name, std::move(stream), 0);
  return finish(name);
}

void Collection::read_zip(const std::string& name, std::unique_ptr<ByteStream> stream, int depth) {
  ZipReader zip(std::move(stream));
  for (;;) {
    const auto entry = zip.next();
    if (!entry) return skip(name, entry.error().what);
    if (!*entry) return;
    if (files_ >= most_files) return skip(name, "holds more files than are read");
    const std::string inside = fmt::format("{}/{}", name, printable((*entry)->name));
    if (!(*entry)->readable) {
      skip(inside, (*entry)->encrypted ? "encrypted" : "compressed in a way that is not known");
      continue;
    }
    file(look_at_input(inside, std::make_unique<PartOfZip>(zip)), depth);
  }
}

void Collection::file(Opened&& input, int depth) {
  ++files_;
  progress();
  const Bytes head = input.stream->head();
  if (input.zip) {
    if (depth >= deepest) return skip(input.name, "too deep inside other archives");
    return read_zip(input.name, std::move(input.stream), depth + 1);
  }
  const std::string kind = content_kind(head);
  if (head.empty()) return;
  if (!input.text && !looks_like_capture(head)) return skip(input.name, kind);
  const auto code = input.text
                        ? explain_text(options_, input.name, *input.stream, kind, Silent::yes)
                        : capture_(input.name, std::move(input.stream));
  if (code) {
    ++telling_;
    code_ = std::max(code_, *code);
  } else if (code.error().kind != Error::Kind::unsupported) {
    skip(input.name, code.error().what);
  }
}

void Collection::skip(const std::string& name, std::string_view why) {
  ++skipped_;
  if (named_.size() < most_named)
    named_.push_back(
        fmt::format("{} ({})", name, knowledge::phrase(why, options_.wording.language)));
}

void Collection::progress() const {
  if (options_.progress) fmt::print(stderr, "\r{}", files_);
}

Result<int> Collection::finish(const std::string& name) {
  const knowledge::Language language = options_.wording.language;
  if (options_.progress) std::fputs("\r\x1b[K", stderr);
  std::fflush(stdout);
  if (telling_ > 0) {
    tell(knowledge::say(sentence::report_collected, language,
                        {{"name", name}, {"files", files_}, {"told", telling_}}),
         language);
  }
  if (skipped_ > 0) {
    if (skipped_ > named_.size()) named_.emplace_back("...");
    tell(
        knowledge::say(sentence::report_collected_skipped, language,
                       {{"name", name}, {"count", skipped_}, {"list", knowledge::list_of(named_)}}),
        language);
  }
  if (telling_ == 0)
    return failure(Error::Kind::unsupported,
                   fmt::format("{}: nothing in it says anything of TLS", name));
  return code_;
}

}  // namespace tlswhy
