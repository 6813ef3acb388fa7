#include "knowledge/value.hpp"

#include <fmt/format.h>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/knowledge.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::knowledge {
namespace {

struct InWords {
  Language language;

  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(Day day) const { return to_date(day.at); }
  std::string operator()(Timestamp time) const { return to_rfc3339(time); }
  std::string operator()(Seconds span) const {
    return fmt::format("{:.1f}", static_cast<double>(span.ns) / 1e9);
  }
  std::string operator()(ProtocolVersion v) const { return version_name(v); }
  std::string operator()(CipherSuite suite) const { return cipher_suite_text(suite); }
  std::string operator()(NamedGroup group) const { return named_group_text(group); }
  std::string operator()(SignatureScheme scheme) const { return signature_scheme_text(scheme); }
  std::string operator()(AlertDescription alert) const { return alert_description_text(alert); }
  std::string operator()(ExtensionType type) const { return extension_type_text(type); }
  std::string operator()(StackId id) const { return std::string(stack(id).title(language)); }
  std::string operator()(ClientId id) const { return std::string(client(id).title(language)); }
  std::string operator()(CauseId id) const { return std::string(cause(id).text(language).title); }
  std::string operator()(ChangeId id) const { return std::string(change(id).title(language)); }
  std::string operator()(SentenceId id) const { return std::string(sentence(id, language)); }
  std::string operator()(const List& list) const {
    const std::string_view comma = sentence(sentence::report_comma, language);
    std::string out;
    for (const Value& item : list.items)
      out.append(out.empty() ? "" : comma).append(text_of(item, language));
    return out;
  }
};

}  // namespace

std::string text_of(const Value& value, Language language) {
  return std::visit(InWords{language}, value.kind);
}

}  // namespace tlswhy::knowledge
