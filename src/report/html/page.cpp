#include "report/html/page.hpp"

#include <boost/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tlswhy::html {
namespace {

namespace bj = boost::json;

constexpr std::string_view placeholder = "@DATA@";
constexpr std::size_t worth_sharing = 64;  // bytes of JSON

// Thousands of connections fail alike: what several of them say stands once in the page, and
// {"$shared": N} in their places (web/src/data.ts puts it back).
class Shared {
 public:
  void count(const bj::value& value) { ++counts_[bj::serialize(value)]; }

  void take_out(bj::value& value) {
    const std::string text = bj::serialize(value);
    if (text.size() < worth_sharing || counts_[text] < 2) return;
    const auto [place, added] = places_.try_emplace(text, values_.size());
    if (added) values_.push_back(text);
    value = bj::object{{"$shared", place->second}};
  }

  [[nodiscard]] std::string list() const {
    std::string out = "[";
    for (const std::string& value : values_) out.append(out.size() > 1 ? "," : "").append(value);
    return out + "]";
  }

 private:
  std::unordered_map<std::string, std::size_t> counts_, places_;
  std::vector<std::string> values_;
};

// Calls `visit` with every part of a connection or a verdict that others may have as well.
template <class Visit>
void each_part(bj::object& judged, const Visit& visit) {
  for (const char* name : {"diagnosis", "remedies", "client_offer", "client_profile"}) {
    if (bj::value* part = judged.if_contains(name)) visit(*part);
  }
  if (bj::value* report = judged.if_contains("report"); report != nullptr && report->is_array()) {
    for (bj::value& section : report->get_array()) visit(section);
  }
  bj::value* sent = judged.if_contains("certificates");
  if (sent == nullptr || !sent->is_array()) return;
  for (bj::value& message : sent->get_array()) {
    if (!message.is_object()) continue;
    if (bj::value* chain = message.get_object().if_contains("chain")) visit(*chain);
  }
}

template <class Visit>
void each_part_of(bj::value& document, const Visit& visit) {
  if (!document.is_object()) return;
  for (const char* name : {"conversations", "verdicts"}) {
    bj::value* list = document.get_object().if_contains(name);
    if (list == nullptr || !list->is_array()) continue;
    for (bj::value& judged : list->get_array()) {
      if (judged.is_object()) each_part(judged.get_object(), visit);
    }
  }
}

// Neither "</script" nor "<!--" may stand in a script element (HTML, section 4.12.1.3). U+2028 and
// U+2029 end lines in scripts of old.
std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view three = json.substr(i, 3);
    if (json[i] == '<') {
      out += "\\u003c";
    } else if (three == "\xe2\x80\xa8" || three == "\xe2\x80\xa9") {
      out += three.back() == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

}  // namespace

Result<std::string> page(std::span<const std::string> documents, std::string_view language) {
  std::vector<bj::value> all;
  for (const std::string& text : documents) {
    boost::system::error_code error;
    all.push_back(bj::parse(text, error));
    if (error) return failure(Error::Kind::malformed, "a document is no JSON");
  }
  Shared shared;
  for (bj::value& document : all)
    each_part_of(document, [&](const bj::value& part) { shared.count(part); });
  std::string list;
  for (bj::value& document : all) {
    each_part_of(document, [&](bj::value& part) { shared.take_out(part); });
    list.append(list.empty() ? "" : ",").append(bj::serialize(document));
  }
  const std::string data = "{\"language\":" + bj::serialize(bj::value(language)) +
                           ",\"shared\":" + shared.list() + ",\"documents\":[" + list + "]}";
  const std::size_t place = report_page.find(placeholder);
  std::string out(report_page.substr(0, place));
  out += script_safe(data);
  out += report_page.substr(place + placeholder.size());
  return out;
}

}  // namespace tlswhy::html
