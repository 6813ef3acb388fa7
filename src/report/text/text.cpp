#include "report/text/text.hpp"

#include <algorithm>

#include "knowledge/recipe.hpp"
#include "knowledge/registry.hpp"
#include "knowledge/sentence.hpp"
#include "report/text/writer.hpp"
#include "wire/names.hpp"

namespace tlswhy::text {
namespace {

constexpr std::size_t most_facts = 6;
constexpr std::size_t most_ruled_out = 2;

class Page {
 public:
  Page(const Conversation& c, const TextOptions& options)
      : c_(c), d_(c.diagnosis), language_(options.language), w_(options.colour) {}

  void header(const InputReport& input) {
    const std::string client = d_.client != nullptr
                                   ? say(sentence::report_client_recognised, {{"client", std::string(d_.client->title(language_))}})
                                   : say(sentence::report_client_unknown);
    w_.heading("tlswhy " + input.name, client);
  }

  void verdict() {
    if (d_.outcome == Outcome::undetermined && !d_.cause) {
      w_.line(say(sentence::report_verdict), say(sentence::report_undetermined), say(sentence::report_open));
      return;
    }
    if (!d_.cause) {
      w_.line(say(sentence::report_verdict), say(sentence::report_failed_unknown), say(sentence::report_open));
      return;
    }
    w_.line(say(sentence::report_verdict), rendered(knowledge::cause(*d_.cause).text(language_).verdict), certainty(),
            d_.confidence == Confidence::one_of ? Style::dim : Style::bad);
  }

  void who() {
    const knowledge::SentenceId who = [this] {
      if (d_.outcome != Outcome::failed) return sentence::report_who_client;
      switch (d_.refuser) {
        case Party::client: return sentence::report_who_client_refused;
        case Party::server: return sentence::report_who_server_refused;
        case Party::middlebox: return sentence::report_who_middlebox_refused;
        case Party::network: return sentence::report_who_network_refused;
        case Party::nobody: break;
      }
      return sentence::report_who_nobody_refused;
    }();
    w_.line(say(sentence::report_who),
            say(who, {{"client", to_string(c_.client())}, {"server", to_string(c_.server())}}));
    if (d_.ending) w_.line("", text_of(*d_.ending, language_), frame(d_.ending->frame));
  }

  void where() {
    if (d_.at.empty()) {
      w_.line(say(sentence::report_where), say(sentence::report_before_message));
      return;
    }
    w_.line(say(sentence::report_where), say(sentence::report_after_message, {{"message", d_.at}}), frame(d_.at_frame));
  }

  void why() {
    bool first = true;
    for (const Fact& fact : d_.evidence) {
      w_.line(first ? say(sentence::report_why) : "", text_of(fact, language_), frame(fact.frame));
      first = false;
      if (&fact == &d_.evidence[std::min(most_facts, d_.evidence.size()) - 1]) break;
    }
    if (!d_.cause) return;
    w_.line(first ? say(sentence::report_why) : "", rendered(knowledge::cause(*d_.cause).text(language_).explain));
  }

  void candidates() {
    if (d_.candidates.size() < 2) return;
    bool first = true;
    for (const Candidate& candidate : d_.candidates) {
      w_.line(first ? say(sentence::report_could_be) : "", "- " + std::string(knowledge::cause(candidate.cause).text(language_).title));
      first = false;
    }
  }

  void sure() {
    if (d_.confidence == Confidence::shown || !d_.cause) return;
    const std::string observe = rendered(knowledge::cause(*d_.cause).text(language_).observe);
    if (!observe.empty()) w_.line(say(sentence::report_sure), observe);
  }

  void remedy(const Remedy& r, bool first) {
    const knowledge::SentenceId place = r.where == knowledge::Where::server   ? sentence::report_where_server
                                        : r.where == knowledge::Where::ca     ? sentence::report_where_ca
                                        : r.where == knowledge::Where::client ? sentence::report_where_client
                                                                              : sentence::report_where_network;
    const knowledge::SentenceId effect = r.security == knowledge::Security::raises  ? sentence::report_security_raises
                                         : r.security == knowledge::Security::keeps ? sentence::report_security_keeps
                                                                                    : sentence::report_security_lowers;
    const std::string title(knowledge::change(r.change).title(language_));
    w_.line(say(first ? sentence::report_do_this : sentence::report_else),
            say(place) + ": " + title + " (" + say(effect) + ")");
    if (!first || r.steps.empty()) return;
    w_.line("", std::string(knowledge::product_title(r.steps.front().product)) + ":");
    for (const std::string& step : r.steps.front().steps) w_.line("", "- " + step);
    if (r.steps.size() > 1) others(r);
  }

  void remedies() {
    for (std::size_t i = 0; i < std::min<std::size_t>(c_.remedies.size(), 2); ++i) remedy(c_.remedies[i], i == 0);
    if (!d_.cause) return;
    const std::string never = rendered(knowledge::cause(*d_.cause).text(language_).never);
    if (!never.empty()) w_.line(say(sentence::report_never), never);
  }

  void ruled_out() {
    for (std::size_t i = 0; i < std::min(most_ruled_out, d_.ruled_out.size()); ++i) {
      const RuledOut& r = d_.ruled_out[i];
      w_.line(i == 0 ? say(sentence::report_not) : "",
              say(sentence::report_not_ruled_out, {{"title", std::string(knowledge::cause(r.cause).text(language_).title)},
                                                   {"fact", text_of(r.by, language_)}}),
              frame(r.by.frame));
    }
  }

  void same(std::uint64_t count, std::uint64_t failed) {
    w_.line(say(sentence::report_same),
            say(sentence::report_same_verdict, {{"count", std::to_string(count)}, {"failed", std::to_string(failed)}}));
  }

  [[nodiscard]] const std::string& result() const { return w_.result(); }

 private:
  std::string say(knowledge::SentenceId id, std::initializer_list<knowledge::Parameter> parameters = {}) const {
    return knowledge::render(knowledge::sentence(id, language_), parameters);
  }
  std::string rendered(std::string_view pattern) const { return knowledge::render(pattern, d_.parameters); }
  std::string frame(std::uint32_t number) const {
    return number == 0 ? std::string() : say(sentence::report_frame, {{"frame", std::to_string(number)}});
  }
  std::string certainty() const {
    switch (d_.confidence) {
      case Confidence::shown: return say(sentence::report_proven);
      case Confidence::consistent: return say(sentence::report_likely);
      case Confidence::one_of: break;
    }
    return say(sentence::report_open);
  }
  void others(const Remedy& r) {
    std::string names;
    for (std::size_t i = 1; i < r.steps.size(); ++i) {
      if (!names.empty()) names += ", ";
      names += knowledge::product(r.steps[i].product).name;
    }
    w_.line("", say(sentence::report_other_products, {{"products", names}}));
  }

  const Conversation& c_;
  const Diagnosis& d_;
  knowledge::Language language_;
  Writer w_;
};

std::string say(const TextOptions& o, knowledge::SentenceId id, std::initializer_list<knowledge::Parameter> parameters = {}) {
  return knowledge::render(knowledge::sentence(id, o.language), parameters);
}

}  // namespace

std::string conversation(const Conversation& c, const InputReport& input, std::uint64_t same,
                         std::uint64_t failed, const TextOptions& options) {
  Page page(c, options);
  page.header(input);
  page.verdict();
  page.who();
  page.where();
  page.why();
  page.candidates();
  page.sure();
  page.remedies();
  page.ruled_out();
  if (failed > 1 && c.diagnosis.outcome == Outcome::failed) page.same(same, failed);
  return page.result() + "\n";
}

std::string established(const Conversation& c, const TextOptions& o) {
  const Handshake& h = c.handshake;
  const std::string suite = h.server_hello ? knowledge::cipher_suite_text(code(h.server_hello->cipher_suite)) : "?";
  const std::string version = h.server_hello ? version_name(h.version()) : "?";
  return say(o, sentence::report_established_line,
             {{"client", to_string(c.client())}, {"server", to_string(c.server())}, {"version", version}, {"suite", suite}}) + "\n";
}

std::string footer(const InputReport& input, const Summary& s, const TextOptions& o) {
  std::string out;
  if (s.conversations == 0) {
    out = say(o, sentence::report_no_tls);
  } else if (s.established == s.conversations) {
    out = say(o, sentence::report_all_established, {{"count", std::to_string(s.conversations)}});
  } else {
    out = say(o, sentence::report_summary, {{"count", std::to_string(s.conversations)},
                                            {"established", std::to_string(s.established)},
                                            {"failed", std::to_string(s.failed)},
                                            {"undetermined", std::to_string(s.undetermined)}});
  }
  out = input.name + ": " + out + "\n";
  for (const std::string& note : input.notes) out += input.name + ": " + note + "\n";
  return out;
}

}  // namespace tlswhy::text
