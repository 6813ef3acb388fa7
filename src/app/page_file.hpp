// --html FILE: the documents that would be printed as JSON, as a page in a file.
#pragma once

#include <string>

#include "app/explain.hpp"
#include "base/result.hpp"

namespace tlswhy {

// Prints a document of the contract; with --html keeps it for the page.
void put_document(std::string document, const ExplainOptions& options);

// Nothing is written over an input. To be asked before anything is read: an error also where the
// file is there and cannot be written.
Result<void> may_write_page(const ExplainOptions& options);
// Writes the page of all that was put.
Result<void> write_page(const ExplainOptions& options);

}  // namespace tlswhy
