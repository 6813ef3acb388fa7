#include "report/profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <span>
#include <type_traits>

#include "knowledge/client_fields.hpp"
#include "knowledge/ids/languages.hpp"
#include "report/text/lines.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::profile {
namespace {

using namespace knowledge;

struct Field {
  std::string section, key;
  std::vector<std::string> items;  // TOML values
  bool list = false;
};

// A basic string of TOML 1.0.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c >= 0 && c < ' ') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

// As profiles spell it: TLSv1.
std::string text_of(ProtocolVersion v) {
  return v == ProtocolVersion::TLSv1_0 ? "TLSv1" : version_name(v);
}
std::string text_of(CipherSuite s) { return cipher_suite_text(s); }
std::string text_of(NamedGroup g) { return named_group_text(g); }
std::string text_of(SignatureScheme s) { return signature_scheme_text(s); }
std::string text_of(CauseId id) { return std::string(cause(id).name); }
std::string text_of(std::string_view text) { return std::string(text); }
std::string text_of(const Answer& answer) {
  if (answer.kind == Answer::Kind::accepts) return "accepts";
  if (answer.kind == Answer::Kind::closes) return "closes";
  return alert_description_text(AlertDescription{answer.alert});
}

class Fields {
 public:
  explicit Fields(const ClientProfile& profile) {
    (*this)("", "stack", stack(profile.stack).name);
    (*this)("", "basis", profile.basis);
    (*this)("", "source", profile.sources);
    (*this)("", "aliases", profile.aliases);
    if (!profile.assumptions.empty()) (*this)("", "assumptions", profile.assumptions);
    visit_fields(profile, *this);
  }
  std::vector<Field> take() { return std::move(out_); }

  void operator()(const char* section, std::string key, std::string_view text) {
    if (text.empty()) return;
    put(section, std::move(key), quoted(text));
  }
  void operator()(const char* section, const char* key, bool value) {
    put(section, key, value ? "true" : "false");
  }
  void operator()(const char* section, const char* key, std::uint16_t value) {
    put(section, key, std::to_string(value));
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void operator()(const char* section, const char* key, Enum value) {
    put(section, key, quoted(word_of(value)));
  }
  template <class T>
  void operator()(const char* section, const char* key, const std::optional<T>& value) {
    if (value) (*this)(section, key, *value);
  }
  template <class T>
  void operator()(const char* section, std::string key, std::span<const T> list) {
    Field field{section, std::move(key), {}, true};
    for (const T& item : list) field.items.push_back(quoted(text_of(item)));
    out_.push_back(std::move(field));
  }
  void operator()(const char* section, const char*, std::span<const StackAnswers> table) {
    for (const StackAnswers& entry : table) (*this)(section, text_of(entry.cause), entry.answers);
  }
  // "always" in place of "else", and first: nothing that the library says is left.
  void operator()(const char* section, const char*, std::span<const ClientMessage> messages) {
    const auto general = std::ranges::find(messages, "else", &ClientMessage::on);
    if (general != messages.end()) (*this)(section, "always", general->text);
    for (const ClientMessage& message : messages) {
      if (message.on != "else") (*this)(section, std::string(message.on), message.text);
    }
  }

 private:
  void put(const char* section, std::string key, std::string value) {
    out_.push_back({section, std::move(key), {std::move(value)}, false});
  }

  std::vector<Field> out_;
};

std::vector<Field> fields(const ClientProfile& profile) { return Fields(profile).take(); }

std::string name_of(const Field& field) {
  return field.section.empty() ? field.key : field.section + "." + field.key;
}

// A text without spaces over several lines.
std::string folded(std::string_view quoted_text) {
  constexpr std::size_t width = 96;
  std::string out = "\"\"\"\\\n";
  for (std::size_t i = 1; i + 1 < quoted_text.size(); i += width)
    out +=
        fmt::format("  {}\\\n", quoted_text.substr(i, std::min(width, quoted_text.size() - 1 - i)));
  return out + "  \"\"\"";
}

std::string value(const Field& field) {
  if (field.key == "client_hello") return folded(field.items.front());
  if (!field.list) return field.items.front();
  std::string one = fmt::format("[{}]", fmt::join(field.items, ", "));
  if (one.size() <= 80) return one;
  std::string out = "[\n";
  for (const std::string& item : field.items) out += "  " + item + ",\n";
  return out + "]";
}

std::vector<std::string> only_in(const std::vector<std::string>& a,
                                 const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::ranges::copy_if(a, std::back_inserter(out), [&b](const std::string& item) {
    return std::ranges::find(b, item) == b.end();
  });
  return out;
}

// Nothing where both are alike, and of bytes whose meaning other fields have.
std::string change(const std::string& name, const Field* a, const Field* b) {
  static const Field absent;
  if (name == "hello.client_hello") return {};
  const std::vector<std::string>& old_items = (a != nullptr ? a : &absent)->items;
  const std::vector<std::string>& new_items = (b != nullptr ? b : &absent)->items;
  if (old_items == new_items) return {};
  std::string out = name + "\n";
  const auto lost = only_in(old_items, new_items);
  const auto gained = only_in(new_items, old_items);
  for (const std::string& item : lost) out += "  - " + item + "\n";
  for (const std::string& item : gained) out += "  + " + item + "\n";
  if (lost.empty() && gained.empty())
    out += fmt::format("  - {}\n  + {}\n", fmt::join(old_items, ", "), fmt::join(new_items, ", "));
  return out;
}

}  // namespace

std::string as_toml(const ClientProfile& profile) {
  std::string out = fmt::format("# {}: {}\n", profile.name, profile.title(Language::en));
  std::ranges::replace_if(
      out.begin(), out.end() - 1, [](char c) { return c >= 0 && c < ' '; }, '?');
  std::string section;
  for (const Field& field : fields(profile)) {
    if (field.section != section) out += fmt::format("\n[{}]\n", field.section);
    section = field.section;
    out += fmt::format("{} = {}\n", field.key, value(field));
  }
  return out;
}

std::string list(Language language) {
  std::string out;
  for (const ClientProfile& profile : clients()) {
    const std::string row = fmt::format("{:24} {:8} ", profile.name, word_of(profile.basis));
    out += row + text::hanging(profile.title(language), text::line_columns, row.size());
  }
  return out;
}

std::string difference(const ClientProfile& a, const ClientProfile& b) {
  const std::vector<Field> of_a = fields(a);
  const std::vector<Field> of_b = fields(b);
  const auto find = [](const std::vector<Field>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, name_of);
    return found == all.end() ? nullptr : &*found;
  };
  std::string out = fmt::format("- {}\n+ {}\n\n", a.name, b.name);
  const auto told = [](const std::string& name) {
    return name != "source" && name != "aliases" && name != "assumptions";
  };
  for (const Field& field : of_a) {
    const std::string name = name_of(field);
    if (told(name)) out += change(name, &field, find(of_b, name));
  }
  for (const Field& field : of_b) {
    const std::string name = name_of(field);
    if (told(name) && find(of_a, name) == nullptr) out += change(name, nullptr, &field);
  }
  return out;
}

}  // namespace tlswhy::profile
