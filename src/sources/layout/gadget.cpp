#include "sources/layout/gadget.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "sources/layout/xml_text.hpp"

namespace tlswhy {
namespace {

using Kind = GadgetOutcome::Kind;
constexpr std::size_t max_detail = 200;

// On one line, of bounded length, and UTF-8.
std::string detail(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text).substr(0, 4 * max_detail)) {
    const bool white = static_cast<unsigned char>(c) <= 0x20;
    if (!white || !out.ends_with(' ')) out += white ? ' ' : c;
  }
  if (out.size() > max_detail) out.resize(max_detail);
  return valid_utf8(out);
}

bool is_redirect(const HttpAnswer& answer) {
  return answer.status >= 300 && answer.status < 400 && !answer.location.empty();
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

GadgetOutcome redirect(const HttpAnswer& answer, const Url& asked) {
  const auto to = redirected_to(answer, asked);
  if (!to) return {Kind::elsewhere, detail(answer.location)};
  if (same_server(*to, asked)) return {Kind::redirect, detail(to->path)};
  return {Kind::elsewhere, detail(to->scheme + "://" + host_and_port(to->host, to->port))};
}

// Web pages need not be well-formed: the title is looked for as text.
std::string html_title(std::string_view page) {
  const std::string low = lower_case(page.substr(0, 64U << 10));
  const std::size_t tag = low.find("<title");
  const std::size_t start = tag == std::string::npos ? tag : low.find('>', tag);
  if (start == std::string::npos) return {};
  const std::size_t end = low.find("</title", start);
  return detail(page.substr(start + 1, end == std::string::npos ? max_detail : end - start - 1));
}

bool is_html(std::string_view start, const std::string& content_type) {
  const std::string low = lower_case(start.substr(0, 256));
  if (low.starts_with("<!doctype html") || low.starts_with("<html")) return true;
  return content_type.find("html") != std::string::npos && !low.starts_with("<?xml") &&
         low.find("<module") == std::string::npos;
}

}  // namespace

std::optional<Url> redirected_to(const HttpAnswer& answer, const Url& asked) {
  if (!is_redirect(answer)) return std::nullopt;
  auto to = resolve_url(asked, trimmed(answer.location));
  return to ? std::optional(std::move(*to)) : std::nullopt;
}

GadgetOutcome judge_gadget(const HttpAnswer& answer, const Url& asked) {
  if (is_redirect(answer)) return redirect(answer, asked);
  if (answer.status < 200 || answer.status > 299)
    return {Kind::status, std::to_string(answer.status)};
  const std::string text = layout::to_utf8(answer.body);
  const std::string_view start = trimmed(text);
  if (start.empty()) return {Kind::empty, {}};
  const std::string type = lower_case(answer.content_type);
  if (is_html(start, type)) return {Kind::html, html_title(start)};
  if (type.find("json") != std::string::npos || start.front() == '{' || start.front() == '[')
    return {Kind::json, {}};
  pugi::xml_document document;
  const auto read =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = document.document_element();
  // The beginning of a document that was cut shows what it is.
  if ((!read && !answer.truncated) || !root || start.front() != '<')
    return {Kind::other, detail(answer.content_type)};
  if (local_name(root) != "Module") return {Kind::xml, detail(root.name())};
  for (const pugi::xml_node& each : root.children())
    if (local_name(each) == "ModulePrefs")
      return {Kind::ok, detail(each.attribute("title").value())};
  return {Kind::ok, {}};
}

}  // namespace tlswhy
