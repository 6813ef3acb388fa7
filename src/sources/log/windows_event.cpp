#include "sources/log/windows_event.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <pugixml.hpp>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_event = std::size_t{256} << 10;
constexpr std::size_t most_said = 256;
constexpr int first_id = 36864, last_id = 36888;
constexpr int alert_received = 36887, alert_sent = 36888;
constexpr std::string_view space = "win/2004/08/events/event";

bool of_schannel(int id) { return id >= first_id && id <= last_id; }

std::optional<std::uint32_t> number_of(std::string_view text) {
  const auto value = number_in(trimmed(text));
  if (!value || *value < 0 || *value > 0xffffffffLL) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

// A status code as people quote it, whether the event has it in decimal or not.
std::string status(std::uint32_t code) { return fmt::format(" 0x{:08X}", code); }

// `values`: the numbers of the event in their order.
std::string schannel(int id, const std::vector<std::uint32_t>& values) {
  std::string out = fmt::format("Schannel {}", id);
  if (id == alert_received || id == alert_sent) {
    if (!values.empty()) out += fmt::format(", Schannel {} alert {}", id, values[0]);
    if (values.size() > 1) out += fmt::format(", Schannel {} state {}", id, values[1]);
    return out;
  }
  for (const std::uint32_t v : values)
    if (v >= 0x80000000U) out += status(v);
  return out;
}

std::string host_in(std::string_view name) {
  const bool fits =
      !name.empty() && name.size() < 256 &&
      std::ranges::all_of(
          name,
          [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
          });
  return fits ? fmt::format(" https://{}/", name) : std::string();
}

std::string schannel_event(int id, const pugi::xml_node& event) {
  std::vector<std::uint32_t> values;
  std::string host;
  std::optional<std::uint32_t> alert, state;
  for (const pugi::xml_node& data : event.child("EventData").children("Data")) {
    const std::string_view name = data.attribute("Name").value();
    const auto value = number_of(data.text().get());
    if (name == "AlertDesc") alert = value;
    if (name == "ErrorState") state = value;
    if (name == "TargetName" || name == "ServerName") host = host_in(data.text().get());
    if (value && (name.empty() || name == "ErrorCode" || name == "Status"))
      values.push_back(*value);
  }
  if (alert) values.assign({*alert});
  if (alert && state) values.push_back(*state);
  return schannel(id, values) + host;
}

// CAPI2 judges signed programs as well: only what is asked of TLS counts.
bool about_tls(const pugi::xml_node& data) {
  const auto policy = data.find_node(
      [](const pugi::xml_node& n) { return std::string_view(n.name()) == "Policy"; });
  if (policy) return std::string_view(policy.attribute("type").value()) == "CERT_CHAIN_POLICY_SSL";
  const auto usages = data.find_node([](const pugi::xml_node& n) {
    return std::string_view(n.name()) == "ExtendedKeyUsage" && n.child("Usage");
  });
  if (!usages) return true;
  return std::ranges::any_of(usages.children("Usage"), [](const pugi::xml_node& u) {
    const std::string_view oid = u.attribute("oid").value();
    return oid == "1.3.6.1.5.5.7.3.1" || oid == "1.3.6.1.5.5.7.3.2";
  });
}

// <ErrorStatus CERT_TRUST_IS_UNTRUSTED_ROOT="true"/>, <Result value="800B0109">.
struct Capi2Walker : pugi::xml_tree_walker {
  std::string out;
  bool failed = false;

  bool for_each(pugi::xml_node& n) override {
    const std::string_view name = n.name();
    if (name == "ErrorStatus") {
      for (const pugi::xml_attribute& a : n.attributes())
        if (std::string_view(a.name()).starts_with("CERT_TRUST_") && a.as_bool())
          out += fmt::format(" {}", a.name());
    } else if (name == "Result") {
      const auto code = number_of(fmt::format("0x{}", n.attribute("value").value()));
      if (!code || *code == 0) return true;
      failed = true;
      out += status(*code);
    } else if (name == "SSLAdditionalPolicyInfo") {
      out += fmt::format(", CAPI2 authType {}", n.attribute("authType").value());
      out += host_in(n.attribute("serverName").value());
    }
    return out.size() < 4096;
  }
};

std::string capi2_event(int id, const pugi::xml_node& event) {
  constexpr int build_chain = 11, verify_policy = 30;
  pugi::xml_node data = event.child("UserData");
  if ((id != build_chain && id != verify_policy) || !about_tls(data)) return {};
  Capi2Walker walker;
  data.traverse(walker);
  return !walker.failed ? std::string() : fmt::format("CAPI2 {}{}", id, walker.out);
}

}  // namespace

bool WindowsEvents::line(std::string_view raw, std::uint32_t number) {
  bool part = inside_;
  for (;;) {
    if (!inside_) {
      const std::size_t at = raw.find("<Event ");
      if (at == std::string_view::npos || !raw.substr(at).contains(space)) return part;
      raw.remove_prefix(at);
      part = inside_ = true;
      first_line_ = number;
      xml_.clear();
    }
    constexpr std::string_view end = "</Event>";
    const std::size_t ends = raw.find(end);
    const std::string_view own =
        raw.substr(0, ends == std::string_view::npos ? ends : ends + end.size());
    if (xml_.size() + own.size() > longest_event) {
      inside_ = false;
      return part;
    }
    if (number != last_line_) xml_ += '\n';  // else the line goes on
    last_line_ = number;
    xml_ += own;
    if (ends == std::string_view::npos) return true;
    inside_ = false;
    event(xml_, first_line_);
    raw.remove_prefix(own.size());
  }
}

void WindowsEvents::event(std::string_view xml, std::uint32_t number) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return;
  const pugi::xml_node event = document.child("Event"), system = event.child("System");
  const std::string_view provider = system.child("Provider").attribute("Name").value();
  const int id = system.child("EventID").text().as_int();
  constexpr std::size_t to_the_second = 19;
  const std::string second =
      std::string(system.child("TimeCreated").attribute("SystemTime").value())
          .substr(0, to_the_second);
  Said said{.text = {}, .line = number, .fresh = second != last_second_};
  const auto add = [&](std::string text) {
    if (text.empty() || said_.size() >= most_said) return;
    last_second_ = second;
    said.text = std::move(text);
    said_.push_back(said);
    said.fresh = false;
  };
  if (provider.contains("Schannel") && of_schannel(id)) return add(schannel_event(id, event));
  if (provider.contains("CAPI2")) return add(capi2_event(id, event));
  for (const pugi::xml_node& data : event.child("EventData").children("Data"))
    for (const std::string_view text : parts(data.text().get(), '\n')) add(std::string(text));
}

std::vector<WindowsEvents::Said> WindowsEvents::take() { return std::exchange(said_, {}); }

namespace {

// What stands before the source, the number and the message: of PowerShell and wevtutil, and of
// Event Viewer in English, Korean, Traditional and Simplified Chinese, Japanese and German.
constexpr std::array source_labels = {"ProviderName"sv, "Provider"sv, "Source"sv, "원본"sv,
                                      "來源"sv,         "来源"sv,     "ソース"sv, "Quelle"sv};
constexpr std::array id_labels = {"Id"sv,         "Event ID"sv, "EventID"sv,     "이벤트 ID"sv,
                                  "事件識別碼"sv, "事件 ID"sv,  "イベント ID"sv, "Ereignis-ID"sv};
constexpr std::array message_labels = {"Message"sv, "Description"sv, "설명"sv,
                                       "描述"sv,    "説明"sv,        "Beschreibung"sv};

template <std::size_t count>
bool one_of(const std::array<std::string_view, count>& labels, std::string_view label) {
  return std::ranges::find(labels, label) != labels.end();
}

// The alert first, then the state.
std::vector<std::uint32_t> numbers_of(std::string_view message) {
  std::vector<std::uint32_t> out;
  for (std::string_view rest = message; !rest.empty();) {
    const std::size_t at = rest.find_first_of("0123456789");
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at);
    if (const auto v = number_of(rest)) out.push_back(*v);
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
  }
  constexpr std::uint32_t highest_alert = 255;
  if (!out.empty() && out.front() > highest_alert) out.clear();
  return out;
}

// A row of the table that Event Viewer saves: "Error,7/3/2018,Schannel,36887,None,A fatal ... 46."
std::string row_of_table(std::string_view text) {
  constexpr std::string_view source = "Schannel";
  const std::size_t at = text.find(source);
  if (at == std::string_view::npos) return {};
  std::string_view rest = text.substr(at + source.size());
  const std::size_t value = std::min(rest.find_first_not_of(",;\t\""), rest.size());
  if (rest.substr(0, value).find_first_of(",;\t") == std::string_view::npos) return {};
  rest.remove_prefix(value);
  const auto id = number_of(rest);
  if (!id || !of_schannel(static_cast<int>(*id))) return {};
  const bool alert = *id == alert_received || *id == alert_sent;
  rest.remove_prefix(std::min(rest.find_first_of(",;\t\""), rest.size()));
  const std::vector<std::uint32_t> numbers =
      alert ? numbers_of(rest) : std::vector<std::uint32_t>();
  return alert && numbers.empty() ? std::string() : schannel(static_cast<int>(*id), numbers);
}

}  // namespace

std::string WindowsEventText::line(std::string_view text) {
  text = trimmed(text);
  if (std::string row = row_of_table(text); !row.empty()) return row;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos && id_ == 0) return {};
  const std::string_view label = trimmed(text.substr(0, colon));
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view() : trimmed(text.substr(colon + 1));
  if (one_of(source_labels, label)) {
    schannel_ = value.contains("Schannel");
    message_ = false;
    id_ = 0;
  }
  if (one_of(id_labels, label)) {
    const auto id = number_of(value);
    message_ = false;
    id_ = schannel_ && id && of_schannel(static_cast<int>(*id)) ? static_cast<int>(*id) : 0;
    const bool follows = id_ == alert_received || id_ == alert_sent;
    return id_ == 0 || follows ? std::string() : schannel(id_, {});
  }
  if (id_ != alert_received && id_ != alert_sent) return {};
  // Labels between the number and the message have numbers as well.
  message_ |= one_of(message_labels, label);
  if (!message_) return {};
  const std::vector<std::uint32_t> values = numbers_of(text);
  if (values.empty()) return {};
  return schannel(std::exchange(id_, 0), values);
}

}  // namespace tlswhy
