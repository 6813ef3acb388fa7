#include "report/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "knowledge/registry.hpp"
#include "report/conversation.hpp"
#include "wire/names.hpp"

namespace tlswhy {
namespace {

// Text for elements and attributes. Characters that XML 1.0 has no form for (section 2.2) become
// question marks; line ends in attributes would become spaces, so they are written as references.
std::string escaped(std::string_view text) {
  std::string out;
  const std::string valid = valid_utf8(text);
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const char c = valid[i];
    const auto u = static_cast<unsigned char>(c);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t':
      case '\n':
      case '\r': out += fmt::format("&#{};", u); break;
      default: out += u < 0x20 ? '?' : c;
    }
    // U+FFFE and U+FFFF are no characters: EF BF BE, EF BF BF.
    if (u >= 0xbe && out.size() >= 3 && out.ends_with(std::string{'\xef', '\xbf', c}))
      out.replace(out.size() - 3, 3, "?");
  }
  return out;
}

class SuiteWriter {
 public:
  explicit SuiteWriter(knowledge::Language language) : language_(language) {}

  std::string suite(const JUnitSuite& s, std::size_t cases, std::size_t failures,
                    std::size_t errors) {
    std::string out = fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n",
        escaped(s.target), cases, failures, errors, s.seconds, to_rfc3339(s.at).substr(0, 19));
    if (s.verdicts.empty()) {
      out += fmt::format(
          "    <testcase classname=\"{0}\" name=\"reached\">\n"
          "      <error type=\"unreached\" message=\"{1}\"/>\n    </testcase>\n",
          escaped(s.target), escaped(s.trouble));
    }
    for (const Verdict& v : s.verdicts) out += test_case(s, v);
    return out + "  </testsuite>\n";
  }

 private:
  std::string test_case(const JUnitSuite& s, const Verdict& v) {
    const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                         escaped(s.target), escaped(v.client->name));
    if (v.accepted()) return head + "/>\n";
    const Diagnosis& d = v.foreseen.diagnosis;
    std::string cause, message;
    if (d.cause) {
      cause = knowledge::cause(*d.cause).name;
      message = knowledge::cause(*d.cause).text(language_).title;
    }
    std::string text = who(s, v) + "\n";
    for (const Fact& fact : d.evidence) text += text_of(fact, language_) + "\n";
    if (d.ending) text += text_of(*d.ending, language_) + "\n";
    if (!v.foreseen.message.empty()) text += v.foreseen.message + "\n";
    if (!v.remedies.empty()) text += remedy(v.remedies.front()) + "\n";
    return fmt::format(
        "{}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", head,
        escaped(cause), escaped(message), escaped(text));
  }

  std::string say(knowledge::SentenceId id,
                  std::initializer_list<knowledge::Parameter> parameters = {}) {
    return knowledge::render(knowledge::sentence(id, language_), parameters);
  }

  std::string who(const JUnitSuite& s, const Verdict& v) {
    const bool client = v.foreseen.diagnosis.refuser == Party::client;
    return s.target + ": " +
           say(client ? sentence::report_who_would_refuse : sentence::report_who_would_be_refused,
               {{"client", std::string(v.client->name)}});
  }

  std::string remedy(const Remedy& r) {
    return fmt::format("{} ({}, {}): {}", say(sentence::report_do_this), name_of(r.where),
                       name_of(r.security), knowledge::change(r.change).title(language_));
  }

  knowledge::Language language_;
};

}  // namespace

void JUnit::add(const JUnitSuite& s) {
  const bool reached = !s.verdicts.empty();
  const auto refused = static_cast<std::size_t>(
      std::ranges::count_if(s.verdicts, [](const Verdict& v) { return !v.accepted(); }));
  const std::size_t cases = reached ? s.verdicts.size() : 1;
  suites_ += SuiteWriter(language_).suite(s, cases, refused, reached ? 0 : 1);
  cases_ += cases;
  failures_ += refused;
  errors_ += reached ? 0 : 1;
}

std::string JUnit::whole() const {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"tlswhy\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      cases_, failures_, errors_, suites_);
}

}  // namespace tlswhy
