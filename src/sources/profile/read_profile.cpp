#include "sources/profile/read_profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "knowledge/cause.hpp"
#include "knowledge/compiler/read_clients.hpp"
#include "sources/profile/profile_models.hpp"

namespace tlswhy {
namespace {

using namespace knowledge::compiler;

Words cause_ids() {
  Words out;
  for (const knowledge::Cause& cause : knowledge::causes()) out.emplace_back(cause.name);
  return out;
}

// An empty profile or one that lacks its origin is told what to write.
bool says_where_from(const Node& root, Problems& problems) {
  const Table* table = root.as<Table>();
  if (table != nullptr && std::ranges::find(*table, "source", &Member::key) != table->end())
    return true;
  problems.add(root.place,
               "missing key \"source\": say where it is from, source = [\"learnt from ...\"]");
  return false;
}

// What is missing (at the very beginning) is often only not understood: told where nothing else is.
Error error_of(const Problems& problems, const std::string& name) {
  std::vector<std::string> lines = problems.lines("");
  const auto missing = [before = name + ":1:1: "](const std::string& line) {
    return line.starts_with(before);
  };
  if (!std::ranges::all_of(lines, missing)) std::erase_if(lines, missing);
  return {Error::Kind::malformed, fmt::format("{}", fmt::join(lines, "\n"))};
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

void call(OwnProfile& profile, const std::string& name, const std::string& title) {
  knowledge::ClientProfile& out = profile.edit();
  const std::size_t languages = knowledge::clients().front().titles.size();
  out.name = profile.keep(std::string(name));
  out.titles = profile.keep(std::vector(languages, profile.keep(std::string(title))));
  out.typical = false;
}

Result<OwnProfile> read_profile(const std::string& name, std::string_view text) {
  Problems problems;
  const Node root = parse_toml(name, text, problems);
  ClientModel model;
  if (problems.empty() && says_where_from(root, problems)) {
    const Context context{.tree = {},
                          .documents = {},
                          .problems = problems,
                          .cause_ids = cause_ids(),
                          .change_ids = {},
                          .product_ids = {},
                          .languages = {}};
    model = read_client(root, context, registry_model(), stack_models(), client_models());
  }
  if (!problems.empty()) return std::unexpected(error_of(problems, name));
  OwnProfile out = profile_of(model);
  call(out, name, file_name(name));
  return out;
}

}  // namespace tlswhy
