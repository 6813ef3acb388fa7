#include "knowledge/compiler/layout.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

bool is_id(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && std::ranges::all_of(text, fits) && text.front() != '-' &&
         text.front() != '.' && text.back() != '-' && text.back() != '.';
}

// What stands between `before` and `after`, or "" where the text is of another form.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  if (!text.starts_with(before) || !text.ends_with(after)) return {};
  if (text.size() < before.size() + after.size()) return {};
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

class Scanner {
 public:
  explicit Scanner(Problems& problems) : problems_(problems) {}

  void file(const std::string& path) {
    const std::size_t slash = path.find('/');
    const std::string_view folder =
        slash == std::string::npos ? "" : std::string_view(path).substr(0, slash + 1);
    bool placed = false;
    if (folder.empty()) {
      constexpr auto single = std::to_array<std::string_view>(
          {"changes.toml", "glossary.toml", "inspectors.toml", "pages.toml", "ranking.toml",
           "refusals.toml", "statements.toml"});
      placed = std::ranges::find(single, path) != single.end() || language(path, "changes.") ||
               language(path, "sentences.");
    } else if (folder == "registry/" || folder == "messages/") {
      placed = true;
    } else if (folder == "stores/") {
      placed = path == "stores/lists.toml" || path == "stores/roots.toml";
    } else if (folder == "causes/") {
      placed = cause_file(path);
    } else if (folder == "recipes/") {
      placed = recipe_file(path);
    } else if (folder == "stacks/") {
      placed =
          language(path, "stacks/stacks.") || id(path, between(path, folder, ".toml"), stacks_);
    } else if (folder == "clients/") {
      placed =
          language(path, "clients/clients.") || id(path, between(path, folder, ".toml"), clients_);
    }
    if (!placed) problems_.add({.file = path}, "the schema has no such file");
  }

  Layout result() const {
    Layout out{{causes_.begin(), causes_.end()},
               {products_.begin(), products_.end()},
               {stacks_.begin(), stacks_.end()},
               {clients_.begin(), clients_.end()},
               {"en"}};
    for (const std::string& tag : vocabulary().languages) {
      if (tag != "en" && tags_.contains(tag)) out.languages.push_back(tag);
    }
    return out;
  }

 private:
  // Whether the path is `<before><tag>.toml`.
  bool language(const std::string& path, std::string_view before) {
    const std::string tag(between(path, before, ".toml"));
    if (tag.empty()) return false;
    const Words& known = vocabulary().languages;
    if (std::ranges::find(known, tag) == known.end()) {
      problems_.unknown({.file = path}, "language", tag, known);
    }
    tags_.insert(tag);
    return true;
  }
  bool id(const std::string& path, std::string_view name, std::set<std::string>& into) {
    if (!is_id(name)) {
      problems_.add({.file = path}, "an id holds only a-z, 0-9, '-' and '.'");
    }
    into.insert(std::string(name));
    return true;
  }
  bool cause_file(const std::string& path) {
    const std::size_t slash = path.find('/', std::string_view("causes/").size());
    if (slash == std::string::npos) return false;
    const std::string_view name = between(path, "causes/", std::string_view(path).substr(slash));
    const bool placed =
        path.ends_with("/cause.toml") || language(path, path.substr(0, slash) + "/text.");
    return placed && id(path, name, causes_);
  }
  bool recipe_file(const std::string& path) {
    const std::string_view stem = between(path, "recipes/", ".toml");
    const std::size_t dot = stem.find('.');
    if (dot == std::string_view::npos) return id(path, stem, products_);
    const std::string product(stem.substr(0, dot));
    return language(path, "recipes/" + product + ".") && id(path, product, products_);
  }

  Problems& problems_;
  std::set<std::string> causes_, products_, stacks_, clients_, tags_;
};

}  // namespace

Layout scan_layout(const SourceTree& tree, Problems& problems) {
  Scanner scanner(problems);
  for (const auto& [path, text] : tree) scanner.file(path);
  return scanner.result();
}

}  // namespace tlswhy::knowledge::compiler
