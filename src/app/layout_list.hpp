// What a Finesse layout says before any of its servers is asked.
#pragma once

#include <string>
#include <vector>

#include "app/explain.hpp"
#include "base/result.hpp"
#include "base/url.hpp"
#include "report/layout_report.hpp"
#include "sources/layout/layout.hpp"

namespace tlswhy {

struct LayoutList {
  LayoutReport report;
  std::vector<LayoutHost> hosts;  // of report.hosts
  std::vector<Url> urls;          // of report.rows, with the host that the row names
};

Result<Layout> read_layout_file(const std::string& path);

// Gadgets inside comments only where `disabled`.
LayoutList list_layout(const std::string& name, const Layout& layout, bool disabled);

// Prints it; the exit code of the contract.
int print_layout(const LayoutReport& report, const ExplainOptions& options);

// Prints the layout of a file, and asks nobody.
Result<int> explain_layout(const std::string& path, const ExplainOptions& options);

}  // namespace tlswhy
