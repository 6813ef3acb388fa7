#include "report/layout_report.hpp"

#include <algorithm>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/phrase.hpp"
#include "report/input_report.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {

const Explanation* GadgetHost::refusal() const {
  const auto found =
      std::ranges::find_if(judged.verdicts, [](const Explanation& v) { return !v.established(); });
  return found == judged.verdicts.end() ? nullptr : &*found;
}

std::optional<bool> loads(const LayoutReport& report, const GadgetRow& row) {
  if (row.source == GadgetRow::Source::malformed) return false;
  if (row.source != GadgetRow::Source::server || !row.host || *row.host >= report.hosts.size())
    return std::nullopt;
  const GadgetHost& host = report.hosts[*row.host];
  if (host.judged.verdicts.empty())
    return host.trouble.empty() ? std::nullopt : std::optional(false);
  if (host.refusal() != nullptr || !host.cut_off.empty()) return false;
  if (!row.outcome) return true;
  using Kind = GadgetOutcome::Kind;
  const Kind kind = row.outcome->kind;
  if (row.element == "gadget") return kind == Kind::ok;
  // Only a gadget has to be an OpenSocial document, and to come from the server that is named.
  if (kind == Kind::elsewhere) return std::nullopt;
  return kind != Kind::redirect && kind != Kind::status && kind != Kind::empty;
}

std::string connection_text(const GadgetHost& host, knowledge::Language language) {
  if (host.judged.verdicts.empty())
    return host.trouble.empty() ? say(sentence::gadget_not_asked, language)
                                : knowledge::phrase(host.trouble, language);
  if (const Explanation* v = host.refusal(); v != nullptr) {
    const Diagnosis& d = v->diagnosis;
    std::string out =
        d.cause ? std::string(knowledge::cause(*d.cause).text(language).title) : std::string();
    if (d.ending) out += "; " + text_of(*d.ending, language);
    return out;
  }
  if (!host.cut_off.empty()) return host.cut_off;
  const Negotiation& n = host.judged.verdicts.front().played().negotiation;
  std::string out = say(sentence::gadget_connects, language,
                        {{"version", version_name(n.flight.version)},
                         {"suite", cipher_suite_text(n.flight.cipher_suite)}});
  if (!n.path || !n.path->anchor_assumed) return out;
  return say(sentence::report_on_condition, language,
             {{"what", out},
              {"condition", say(n.path->anchor_named ? sentence::report_anchor_named
                                                     : sentence::report_anchor_assumed,
                                language)}});
}

std::string text_of(const GadgetOutcome& outcome, knowledge::Language language) {
  using Kind = GadgetOutcome::Kind;
  const auto id = [&outcome] {
    switch (outcome.kind) {
      case Kind::ok: return sentence::gadget_is_one;
      case Kind::html: return sentence::gadget_is_html;
      case Kind::redirect: return sentence::gadget_is_redirect;
      case Kind::elsewhere: return sentence::gadget_is_elsewhere;
      case Kind::status: return sentence::gadget_is_status;
      case Kind::json: return sentence::gadget_is_json;
      case Kind::empty: return sentence::gadget_is_empty;
      case Kind::xml: return sentence::gadget_is_xml;
      case Kind::other: break;
    }
    return sentence::gadget_is_other;
  }();
  return say(id, language, {{"detail", outcome.detail}});
}

}  // namespace tlswhy
