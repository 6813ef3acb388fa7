#include "app/page_file.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/files.hpp"
#include "knowledge/language.hpp"
#include "report/html/page.hpp"

namespace tlswhy {

void put_document(std::string document, const ExplainOptions& options) {
  if (options.page) {
    options.page->documents.push_back(std::move(document));
  } else {
    fmt::print("{}\n", document);
  }
}

Result<void> may_write_page(const ExplainOptions& options) {
  const std::string& path = options.page->path;
  const FileId own = file_id(path);
  for (const std::string& input : options.inputs) {
    if (own != FileId{} && file_id(input) == own)
      return failure(Error::Kind::usage,
                     fmt::format("{}: is an input, --html would replace it", path));
  }
  // One that is not there yet is made at the end only: there may be nothing to write.
  return kind_of_path(path) == PathKind::nothing ? Result<void>{} : append_nothing(path);
}

Result<void> write_page(const ExplainOptions& options) {
  const auto page =
      html::page(options.page->documents, knowledge::language_tag(options.wording.language));
  if (!page) return std::unexpected(page.error());
  return write_file(options.page->path, *page);
}

}  // namespace tlswhy
