// The questions that a server answers in the clear, with one hello each.
#include <algorithm>
#include <array>
#include <utility>

#include "sources/probe/survey_state.hpp"
#include "sources/probe/universe.hpp"

namespace tlswhy {
namespace {

bool in_tls12(const SurveyState& s) {
  return s.visible() != nullptr && s.visible()->version() == ProtocolVersion::TLSv1_2;
}
// Two things are asked with one hello where the server bears it.
bool asks_two_at_once(const SurveyState& s) { return in_tls12(s) && !s.short_hellos; }

const VersionTrack* second_highest(const SurveyState& s) {
  const auto top = std::ranges::find_if(s.tracks, &VersionTrack::supported);
  if (top == s.tracks.end()) return nullptr;
  const auto next =
      std::find_if(top + 1, s.tracks.end(), [](const VersionTrack& t) { return t.supported(); });
  return next == s.tracks.end() ? nullptr : &*next;
}

void ask_visible(const SurveyState& s, Underway& asked) {
  asked.question = s.known_hello(*s.visible());
}
// Another virtual host may have other suites: all are offered.
void ask_all(const SurveyState& s, Underway& asked) {
  ask_visible(s, asked);
  if (s.in_parts) return;
  HelloContent& hello = asked.question.hello;
  for (const CipherSuite suite : certified(universe(hello.legacy_version).cipher_suites)) {
    if (std::ranges::find(hello.cipher_suites, suite) == hello.cipher_suites.end())
      hello.cipher_suites.push_back(suite);
  }
}

// signature_algorithms_cert lists PKCS#1 alone, and ChaCha20 comes first: another thing to see.
void ask_certificate_schemes(const SurveyState& s, Underway& asked) {
  ask_visible(s, asked);
  HelloContent& hello = asked.question.hello;
  using enum SignatureScheme;
  hello.signature_algorithms_cert = {rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512,
                                     rsa_pkcs1_sha1};
  std::ranges::stable_partition(hello.cipher_suites, is_chacha);
}
void take_certificate_schemes(SurveyState& s, const Underway& asked, const ProbeAnswer& answer) {
  s.out.behaviour.minds_signature_algorithms_cert =
      !answer.agreed() || (!answer.chain.empty() && !s.same_as_asked(answer));
  s.see_chacha(*s.visible(), asked, answer);
}

// What was refused without the name, or with another one, may have been refused for something else:
// the same hello is sent with the name.
void ask_control(SurveyState& s) {
  if (!std::exchange(s.control_asked, true)) s.singles.push_back(&survey_question::control);
}

}  // namespace

namespace survey_question {

const SurveyQuestion sslv2 = {
    .asks = [](const SurveyState&, Underway& asked) { asked.question.sslv2 = true; },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.sslv2 = answer.agreed() && answer.version == ProtocolVersion::SSLv2;
        }};

// Whether it was the length of a hello that the server refused.
const SurveyQuestion length = {.asks =
                                   [](const SurveyState& s, Underway& asked) {
                                     asked.question = s.known_hello(*s.highest());
                                     asked.question.hello.padded_to = two_segments;
                                   },
                               .takes =
                                   [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
                                     s.out.behaviour.long_hello = answer.agreed();
                                     if (!answer.agreed()) return;
                                     s.short_hellos = false;
                                     s.asks_alpn = !s.options.alpn.empty();
                                   }};

const SurveyQuestion no_name = {
    .applies =
        [](const SurveyState& s) { return s.shows_extensions() && !s.options.server_name.empty(); },
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_all(s, asked);
          asked.question.hello.server_name.clear();
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.no_name_refused = !answer.agreed();
          if (!answer.agreed()) ask_control(s);
          s.keep_chain(LearnedChain::Name::none, answer);
        }};

const SurveyQuestion foreign_name = {
    .applies = [](const SurveyState& s) { return s.shows_extensions() && !asks_two_at_once(s); },
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_all(s, asked);
          asked.question.hello.server_name = nobodys_name;
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.unknown_name_refused = !answer.agreed();
          if (!answer.agreed()) ask_control(s);
          s.keep_chain(LearnedChain::Name::foreign, answer);
        }};

const SurveyQuestion certificate_schemes = {.asks = ask_certificate_schemes,
                                            .takes = take_certificate_schemes};

const SurveyQuestion foreign_name_and_schemes = {
    .applies = [](const SurveyState& s) { return s.shows_extensions() && asks_two_at_once(s); },
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_certificate_schemes(s, asked);
          asked.question.hello.server_name = nobodys_name;
        },
    .takes =
        [](SurveyState& s, const Underway& asked, const ProbeAnswer& answer) {
          if (!s.same_as_asked(answer)) {  // which of the two was it?
            s.singles.insert(s.singles.end(), {&foreign_name, &certificate_schemes});
            return;
          }
          s.out.behaviour.unknown_name_refused = false;
          s.keep_chain(LearnedChain::Name::foreign, answer);
          take_certificate_schemes(s, asked, answer);
        }};

const SurveyQuestion control = {
    .asks = ask_all, .takes = [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
      s.control_refused = !answer.agreed();
    }};

const SurveyQuestion no_schemes = {
    .applies = in_tls12,
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_visible(s, asked);
          asked.question.hello.signature_algorithms.clear();
          asked.question.hello.signature_algorithms_cert.clear();
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.without_signature_algorithms = answer.agreed();
        }};

// RFC 7507: a client that falls back although the server has a newer version.
const SurveyQuestion fallback = {
    .applies = [](const SurveyState& s) { return second_highest(s) != nullptr; },
    .asks =
        [](const SurveyState& s, Underway& asked) {
          asked.question = s.known_hello(*second_highest(s));
          asked.question.hello.cipher_suites.push_back(CipherSuite::TLS_FALLBACK_SCSV);
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          std::optional<bool>& scsv = s.out.behaviour.fallback_scsv;
          if (answer.agreed()) scsv = false;
          if (answer.alert) scsv = answer.alert == code(AlertDescription::inappropriate_fallback);
        }};

const SurveyQuestion protocols = {
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_visible(s, asked);
          s.offer_protocols(asked);
        },
    .takes = [](SurveyState& s, const Underway& asked,
                const ProbeAnswer& answer) { s.take_protocols(asked, answer); }};

std::span<const SurveyQuestion* const> planned() {
  // What needs the session of the name that was asked for comes before the other names.
  static constexpr std::array all = {&no_name,    &foreign_name,   &foreign_name_and_schemes,
                                     &no_schemes, &fallback,       &finish,
                                     &resume,     &finish_no_name, &finish_foreign_name};
  return all;
}

}  // namespace survey_question

}  // namespace tlswhy
