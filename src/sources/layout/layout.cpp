#include "sources/layout/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>

#include "base/ascii.hpp"
#include "sources/layout/entry.hpp"
#include "sources/layout/xml_text.hpp"

namespace tlswhy {
namespace {

using namespace layout;

constexpr std::size_t max_entries = 20'000;
constexpr unsigned max_depth = 64;
constexpr unsigned flags = pugi::parse_default | pugi::parse_comments;

// Without the namespace's prefix.
std::string_view name_of(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& each : node.children())
    if (name_of(each) == name) return each;
  return {};
}

// All the text of an element, around comments and CDATA.
std::string text_of(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node& each : node.children()) {
    if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) out += each.value();
  }
  return out;
}
std::string text_of(const pugi::xml_node& node, std::string_view name) {
  return std::string(trimmed(text_of(child(node, name))));
}

std::string attribute(const pugi::xml_node& node, const char* name) {
  return std::string(trimmed(node.attribute(name).value()));
}

bool truth(std::string_view text) { return text == "true" || text == "1" || text == "yes"; }

// Where an element stands.
struct Surroundings {
  std::string role, tab;
  std::uint32_t column = 0;
  bool disabled = false;
  unsigned depth = 0;
};

class LayoutReader {
 public:
  explicit LayoutReader(const std::string& name) : name_(name) {}

  // A whole document; `line` is where in the file it begins.
  void document(std::string_view text, std::uint32_t line) {
    pugi::xml_document document;
    const auto read = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    source_ = text;
    first_line_ = line;
    if (!read)
      return fail(static_cast<std::size_t>(read.offset),
                  fmt::format("no XML: {}", read.description()));
    const pugi::xml_node root = document.document_element();
    if (name_of(root) == "finesseLayout") return layout(root);
    if (name_of(root) == "LayoutConfig" || name_of(root) == "TeamLayoutConfig")
      return wrapped(root);
    fail(offset_of(root), fmt::format("the root is <{}>, not <finesseLayout>", root.name()));
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  Layout take() { return std::move(out_); }

 private:
  void fail(std::size_t offset, const std::string& what) {
    if (error_) return;
    const TextPlace place = place_of(source_, offset);
    error_ =
        Error{Error::Kind::malformed,
              fmt::format("{}:{}:{}: {}", name_, place.line + first_line_ - 1, place.column, what)};
  }
  static std::size_t offset_of(const pugi::xml_node& node) {
    const auto offset = node.offset_debug();
    return offset < 0 ? 0 : static_cast<std::size_t>(offset);
  }
  [[nodiscard]] std::uint32_t line_of(const pugi::xml_node& node) {
    // Nodes come in the order of the file: lines are counted on from the last one.
    const std::size_t offset = std::min(offset_of(node), source_.size());
    if (offset < counted_) counted_ = 0, lines_ = 0;
    const std::string_view passed = source_.substr(counted_, offset - counted_);
    lines_ += static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
    counted_ = offset;
    return lines_ + first_line_;
  }

  // LayoutConfig of the REST interface: the layout as elements, or as the text of layoutxml.
  void wrapped(const pugi::xml_node& root) {
    out_.team = name_of(root) == "TeamLayoutConfig";
    out_.uses_default = truth(text_of(root, "useDefault"));
    const pugi::xml_node holder = child(root, "layoutxml");
    if (const pugi::xml_node inside = child(holder, "finesseLayout")) return layout(inside);
    const std::string text = text_of(holder);
    if (trimmed(text).empty()) {
      if (!out_.uses_default)
        fail(offset_of(root), fmt::format("<{}> holds no layout", root.name()));
      return;
    }
    if (inside_) return fail(offset_of(root), "a configuration inside a configuration");
    inside_ = true;
    const std::uint32_t line = line_of(holder.first_child());
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    const std::string_view leading = std::string_view(text).substr(0, start);
    counted_ = 0, lines_ = 0;
    document(std::string_view(text).substr(start),
             line + static_cast<std::uint32_t>(std::ranges::count(leading, '\n')));
  }

  void layout(const pugi::xml_node& root) {
    out_.version = text_of(root, "version");
    children(root, {});
  }

  void children(const pugi::xml_node& node, const Surroundings& around) {
    if (around.depth > max_depth)
      return fail(offset_of(node), fmt::format("more than {} elements in one another", max_depth));
    std::uint32_t column = 0;
    for (const pugi::xml_node& each : node.children()) {
      if (error_) return;
      Surroundings inside = around;
      ++inside.depth;
      if (each.type() == pugi::node_comment) comment(each, inside);
      if (each.type() != pugi::node_element) continue;
      if (name_of(each) == "column") inside.column = ++column;
      element(each, inside);
    }
  }

  void element(const pugi::xml_node& node, Surroundings& inside) {
    const std::string_view name = name_of(node);
    if (name == "layout") {
      inside.role = text_of(node, "role");
    } else if (name == "tab") {
      inside.tab = text_of(node, "label");
      if (inside.tab.empty()) inside.tab = text_of(node, "id");
    } else if (name == "gadget") {
      return entry(node, "gadget", text_of(node), inside);
    } else if (name == "component") {
      const pugi::xml_node url = child(node, "url");
      if (url) return entry(url, "component", text_of(url), inside);
      return entry(node, "component", text_of(node), inside);
    } else if (name == "config") {
      const std::string value = attribute(node, "value");
      if (is_absolute_url(value)) entry(node, "config", value, inside);
      return;
    }
    children(node, inside);
  }

  void entry(const pugi::xml_node& node, const char* element, const std::string& text,
             const Surroundings& inside) {
    if (out_.entries.size() == max_entries)
      return fail(offset_of(node), fmt::format("more than {} gadgets", max_entries));
    LayoutEntry& e = out_.entries.emplace_back();
    e.element = element;
    e.role = inside.role;
    e.tab = inside.tab;
    e.column = inside.column;
    e.disabled = inside.disabled;
    e.line = comment_line_ != 0 ? comment_line_ : line_of(node);
    set_address(e, text);
    const pugi::xml_node owner = name_of(node) == "url" ? node.parent() : node;
    e.id = attribute(owner, "id");
    if (*element == 'c' && e.id.empty()) e.id = attribute(owner, "key");
    e.alternate_hosts = list_of(owner.attribute("alternateHosts").value());
    e.max_rows = attribute(owner, "maxRows");
    e.static_message = attribute(owner, "staticMessage");
    e.managed_by = attribute(owner, "managedBy");
    e.hidden = truth(attribute(owner, "hidden"));
  }

  // Gadgets and whole tabs are switched off by a comment around them; other comments are prose.
  void comment(const pugi::xml_node& node, Surroundings& inside) {
    const std::string_view text = node.value();
    if (text.find('<') == std::string_view::npos) return;
    pugi::xml_document fragment;
    const auto read = fragment.load_buffer(
        text.data(), text.size(), pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
    if (!read) return;
    inside.disabled = true;
    const bool outermost = comment_line_ == 0;
    if (outermost) comment_line_ = line_of(node);
    children(fragment, inside);
    if (outermost) comment_line_ = 0;
  }

  const std::string& name_;
  std::string_view source_;
  std::uint32_t first_line_ = 1;
  std::size_t counted_ = 0;  // bytes of source_ whose lines are counted
  std::uint32_t lines_ = 0;
  std::uint32_t comment_line_ = 0;  // of the comment that is looked into
  bool inside_ = false;             // a configuration was opened
  std::optional<Error> error_;
  Layout out_;
};

}  // namespace

bool looks_like_layout(std::string_view head) {
  const std::string text = to_utf8(head);
  const std::string_view start = trimmed(text);
  if (!start.starts_with('<')) return false;
  return start.find("finesseLayout") != std::string_view::npos ||
         start.find("LayoutConfig") != std::string_view::npos;
}

Result<Layout> read_layout(const std::string& name, std::string_view text) {
  if (text.size() > max_layout_bytes)
    return failure(Error::Kind::unsupported,
                   fmt::format("{}: larger than {} MiB", name, max_layout_bytes >> 20));
  const std::string utf8 = to_utf8(text);
  LayoutReader reader(name);
  reader.document(utf8, 1);
  if (reader.error()) return std::unexpected(*reader.error());
  return reader.take();
}

std::vector<LayoutHost> hosts_of(const Layout& layout, bool disabled) {
  std::vector<LayoutHost> out;
  std::map<std::pair<std::string, std::uint16_t>, std::size_t> places;
  const auto add = [&](const std::string& host, std::uint16_t port, std::size_t entry) {
    const auto [place, fresh] = places.try_emplace({host, port}, out.size());
    if (fresh) out.push_back({host, port, {}});
    auto& entries = out[place->second].entries;
    if (entries.empty() || entries.back() != entry) entries.push_back(entry);
  };
  for (std::size_t i = 0; i < layout.entries.size(); ++i) {
    const LayoutEntry& e = layout.entries[i];
    if (e.kind != LayoutEntry::Kind::secure || e.placeholder || (e.disabled && !disabled)) continue;
    add(e.parsed.host, e.parsed.port, i);
    for (const std::string& other : e.alternate_hosts) {
      const auto url = parse_url(other);
      if (url && !is_placeholder(url->host))
        add(url->host, url->port_given ? url->port : e.parsed.port, i);
    }
  }
  return out;
}

}  // namespace tlswhy
