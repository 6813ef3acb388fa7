#include "knowledge/ids/sentences.hpp"
#include "report/compose.hpp"
#include "report/composer.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

struct Names {
  std::string client, server;
};

// By their addresses; of a text as it names them.
Names names_of(const Seen& seen, const Wording& wording) {
  const LogFacts* log = seen.transcript.transport.log();
  if (log == nullptr) return {to_string(seen.client()), to_string(seen.server())};
  const std::string unnamed = knowledge::say(sentence::report_not_named, wording.language);
  return {unnamed, log->server.host.empty() ? unnamed : to_string(log->server)};
}

Composer composer_of(const Explanation& e, const Wording& wording) {
  const Names names = names_of(e.seen(), wording);
  return {e, names.client, names.server, wording};
}

// One line for a connection that worked.
Report established_report(const Explanation& e, const Wording& wording) {
  const Seen& seen = e.seen();
  const Handshake& h = seen.handshake;
  const Names names = names_of(seen, wording);
  Report out;
  std::string text = knowledge::say(
      sentence::report_established_line, wording.language,
      {{"client", names.client},
       {"server", names.server},
       {"version", h.server_hello ? version_name(h.version()) : "?"},
       {"suite", h.server_hello ? cipher_suite_text(code(h.server_hello->cipher_suite)) : "?"}});
  out.begin(sentence::report_verdict, wording.language).lines.push_back({.text = std::move(text)});
  return out;
}

// What happened, and what it may mean: a client that turned the server down without a word looks
// the same.
Report unused_report(const Explanation& e, const Wording& wording) {
  const Seen& seen = e.seen();
  const Handshake& h = seen.handshake;
  const Names names = names_of(seen, wording);
  const auto line = [&](knowledge::SentenceId label, knowledge::SentenceId text, Report& out) {
    std::string words = knowledge::say(text, wording.language,
                                       {{"client", names.client}, {"server", names.server}});
    out.section(label, wording.language).lines.push_back({.text = std::move(words)});
  };
  Report out;
  const bool tls = static_cast<bool>(h.server_hello);
  line(sentence::report_verdict,
       tls ? sentence::report_unused_handshake : sentence::report_unused_tcp, out);
  line(sentence::report_why,
       !tls        ? sentence::report_unused_tcp_why
       : h.tls13() ? sentence::report_unused_why_13
                   : sentence::report_unused_why_12,
       out);
  constexpr ExtensionType encrypted_client_hello{0xfe0d};
  if (h.tls13() && h.client_hello && h.client_hello->has(encrypted_client_hello))
    line(sentence::report_why, sentence::report_unused_ech, out);
  if (tls) line(sentence::report_sure, sentence::report_unused_sure, out);
  return out;
}

}  // namespace

std::string client_text(const Diagnosis& d, const Wording& wording) {
  if (d.profile != nullptr && !d.named_version.empty())
    return knowledge::say(
        sentence::report_client_near, wording.language,
        {{"version", d.named_version}, {"client", d.profile->title(wording.language)}});
  if (d.profile != nullptr && d.profile_recognised)
    return knowledge::say(sentence::report_client_recognised, wording.language,
                          {{"client", d.profile->title(wording.language)}});
  if (d.profile != nullptr)
    return knowledge::say(sentence::report_client_given, wording.language,
                          {{"client", d.profile->name}});
  if (d.client == nullptr) return knowledge::say(sentence::report_client_unknown, wording.language);
  return knowledge::say(sentence::report_client_recognised, wording.language,
                        {{"client", d.client->title(wording.language)}});
}

Report seen_report(const Explanation& e, const Wording& wording) {
  if (e.unused()) return unused_report(e, wording);
  if (e.established()) return established_report(e, wording);
  Composer out = composer_of(e, wording);
  out.verdict();
  out.who();
  out.where();
  out.why();
  out.candidates();
  out.sure();
  out.next_step();
  Report report = out.take();
  report.about = client_text(e.diagnosis, wording);
  return report;
}

Report seen_remedies(const Explanation& e, const Wording& wording) {
  Composer out = composer_of(e, wording);
  out.remedies(sentence::report_check_again);
  return out.take();
}

Report seen_ruled_out(const Explanation& e, const Wording& wording) {
  Composer out = composer_of(e, wording);
  out.ruled_out();
  return out.take();
}

Report same_report(const Same& same, const Explanation& e, const Wording& wording) {
  Composer out = composer_of(e, wording);
  if (same.failed < 2 || e.diagnosis.outcome != Outcome::failed) return out.take();
  std::string text =
      out.say(sentence::report_same_verdict, {{"count", same.count}, {"failed", same.failed}});
  if (same.servers > 1)
    text += "; " + out.say(sentence::report_servers,
                           {{"count", same.servers}, {"server", to_string(e.seen().server())}});
  out.line(sentence::report_same, std::move(text));
  return out.take();
}

std::string summary_text(const Summary& s, const Wording& wording) {
  const knowledge::Language language = wording.language;
  if (s.conversations == 0) return knowledge::say(sentence::report_no_tls, language);
  if (s.established == s.conversations)
    return knowledge::say(sentence::report_all_established, language, {{"count", s.conversations}});
  return knowledge::say(s.unused > 0 ? sentence::report_summary_unused : sentence::report_summary,
                        language,
                        {{"count", s.conversations},
                         {"established", s.established},
                         {"failed", s.failed},
                         {"undetermined", s.undetermined},
                         {"unused", s.unused}});
}

}  // namespace tlswhy
