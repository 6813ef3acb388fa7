#include "report/text/text.hpp"

#include "knowledge/sentence.hpp"
#include "report/text/page.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::text {
namespace {

std::string say(const TextOptions& o, knowledge::SentenceId id,
                std::initializer_list<knowledge::Parameter> parameters = {}) {
  return knowledge::render(knowledge::sentence(id, o.language), parameters, o.language);
}

std::string client_line(const Diagnosis& d, const TextOptions& o) {
  if (d.profile != nullptr)
    return say(o, sentence::report_client_given, {{"client", std::string(d.profile->name)}});
  const knowledge::Stack* client = d.client;
  if (client == nullptr) return say(o, sentence::report_client_unknown);
  return say(o, sentence::report_client_recognised,
             {{"client", std::string(client->title(o.language))}});
}

}  // namespace

std::string conversation(const Explanation& e, const InputReport& input, const Same& same,
                         const TextOptions& options) {
  const Seen& c = e.seen();
  const Subject subject{e.diagnosis, e.remedies(), to_string(c.client()), to_string(c.server())};
  Page page(subject, options);
  page.header(input.name, client_line(e.diagnosis, options));
  page.verdict();
  page.who();
  page.where();
  page.why();
  page.candidates();
  page.sure();
  Page rest(subject, options);
  rest.after_remedy(sentence::report_check_again);
  if (e.diagnosis.outcome == Outcome::failed) rest.same(same);
  Page ruled_out(subject, options);
  ruled_out.ruled_out();
  // Steps take what the rest of the screen leaves: their title, their product and a last line. What
  // it is not gives way before they do.
  constexpr std::size_t around_steps = 4;
  std::size_t used = page.lines() + rest.lines() + around_steps;
  const bool room = options.full || used + ruled_out.lines() + Page::fewest_steps <= Page::screen;
  if (room) used += ruled_out.lines();
  page.first_remedy(used < Page::screen ? Page::screen - used : 0);
  page.append(rest);
  if (room) page.append(ruled_out);
  return page.result() + "\n";
}

std::string established(const Seen& c, const TextOptions& o) {
  const Handshake& h = c.handshake;
  const std::string suite =
      h.server_hello ? cipher_suite_text(code(h.server_hello->cipher_suite)) : "?";
  const std::string version = h.server_hello ? version_name(h.version()) : "?";
  return say(o, sentence::report_established_line,
             {{"client", to_string(c.client())},
              {"server", to_string(c.server())},
              {"version", version},
              {"suite", suite}}) +
         "\n";
}

std::string footer(const InputReport& input, const Summary& s, const TextOptions& o) {
  std::string out;
  if (s.conversations == 0) {
    out = say(o, sentence::report_no_tls);
  } else if (s.established == s.conversations) {
    out = say(o, sentence::report_all_established, {{"count", s.conversations}});
  } else {
    out = say(o, sentence::report_summary,
              {{"count", s.conversations},
               {"established", s.established},
               {"failed", s.failed},
               {"undetermined", s.undetermined}});
  }
  out = input.name + ": " + out + "\n";
  for (const std::string& note : input.notes) out += input.name + ": " + note + "\n";
  return out;
}

}  // namespace tlswhy::text
