#include "report/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "knowledge/ids/sentences.hpp"
#include "report/input_report.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

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

struct Counts {
  std::size_t cases = 0, failures = 0, errors = 0, skipped = 0;
};

class SuiteWriter {
 public:
  explicit SuiteWriter(knowledge::Language language) : language_(language) {}

  std::string suite(const JUnitSuite& s, const Counts& counts) {
    std::string out = opening(s.target, counts, s.seconds, s.at);
    if (s.verdicts.empty()) {
      out += fmt::format(
          "    <testcase classname=\"{0}\" name=\"reached\">\n"
          "      <error type=\"unreached\" message=\"{1}\"/>\n    </testcase>\n",
          escaped(s.target), escaped(s.trouble));
    }
    for (const Explanation& v : s.verdicts) out += test_case(s, v);
    return out + "  </testsuite>\n";
  }

  std::string suite(const LayoutReport& layout, const Counts& counts, Timestamp at) {
    std::string out = opening(layout.name, counts, 0, at);
    for (const GadgetRow& row : layout.rows) out += test_case(layout, row);
    return out + "  </testsuite>\n";
  }

 private:
  static std::string opening(const std::string& name, const Counts& counts, double seconds,
                             Timestamp at) {
    return fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n",
        escaped(name), counts.cases, counts.failures, counts.errors, counts.skipped, seconds,
        to_rfc3339(at).substr(0, 19));
  }

  std::string test_case(const LayoutReport& layout, const GadgetRow& row) {
    std::string name = fmt::format("{}:{} {}", layout.name, row.line, row.url);
    if (row.alternate && row.host) name += fmt::format(" ({})", layout.hosts[*row.host].name);
    const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                         escaped(layout.name), escaped(name));
    const auto result = loads(layout, row);
    if (!result) return head + ">\n      <skipped/>\n    </testcase>\n";
    if (*result) return head + "/>\n";
    const GadgetHost* host = row.host ? &layout.hosts[*row.host] : nullptr;
    const Explanation* v = host == nullptr ? nullptr : host->refusal();
    const bool refused = v != nullptr && v->diagnosis.cause;
    const std::string type = refused       ? std::string(knowledge::cause(*v->diagnosis.cause).name)
                             : row.outcome ? std::string(name_of(row.outcome->kind))
                             : host != nullptr ? "unreached"
                                               : "malformed";
    const std::string why = row.outcome       ? text_of(*row.outcome, language_)
                            : host != nullptr ? connection_text(*host, language_)
                                              : row.fault;
    const std::string text =
        v != nullptr && !v->remedies().empty() ? remedy(v->remedies().front()) : "";
    return fmt::format(
        "{}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", head,
        escaped(type), escaped(why), escaped(text));
  }

  std::string test_case(const JUnitSuite& s, const Explanation& v) {
    const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                         escaped(s.target), escaped(v.played().client->name));
    if (v.established()) return head + "/>\n";
    const Diagnosis& d = v.diagnosis;
    std::string cause, message;
    if (d.cause) {
      cause = knowledge::cause(*d.cause).name;
      message = knowledge::cause(*d.cause).text(language_).title;
    }
    std::string text = who(s, v) + "\n";
    for (const Fact& fact : d.evidence) text += text_of(fact, language_) + "\n";
    if (d.ending) text += text_of(*d.ending, language_) + "\n";
    if (!v.played().message.empty()) text += v.played().message + "\n";
    if (!v.remedies().empty()) text += remedy(v.remedies().front()) + "\n";
    return fmt::format(
        "{}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", head,
        escaped(cause), escaped(message), escaped(text));
  }

  std::string say(knowledge::SentenceId id,
                  std::initializer_list<knowledge::Parameter> parameters = {}) {
    return knowledge::render(knowledge::sentence(id, language_), parameters, language_);
  }

  std::string who(const JUnitSuite& s, const Explanation& v) {
    const bool client = v.diagnosis.refuser == Party::client;
    return s.target + ": " +
           say(client ? sentence::report_who_would_refuse : sentence::report_who_would_be_refused,
               {{"client", std::string(v.played().client->name)}});
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
      std::ranges::count_if(s.verdicts, [](const Explanation& v) { return !v.established(); }));
  const Counts counts{reached ? s.verdicts.size() : 1, refused, reached ? 0U : 1U, 0};
  suites_ += SuiteWriter(language_).suite(s, counts);
  cases_ += counts.cases;
  failures_ += counts.failures;
  errors_ += counts.errors;
}

void JUnit::add(const LayoutReport& layout, Timestamp at) {
  Counts counts{.cases = layout.rows.size()};
  for (const GadgetRow& row : layout.rows) {
    const auto result = loads(layout, row);
    counts.failures += result == false ? 1U : 0U;
    counts.skipped += result ? 0U : 1U;
  }
  suites_ += SuiteWriter(language_).suite(layout, counts, at);
  cases_ += counts.cases;
  failures_ += counts.failures;
}

std::string JUnit::whole() const {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"tlswhy\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      cases_, failures_, errors_, suites_);
}

}  // namespace tlswhy
