#include "report/learned_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

class Lines {
 public:
  Lines(const LearnedServer& server, const Wording& wording) : s_(server), o_(wording) {}

  Report all() {
    const std::string starttls = s_.starttls.empty() ? "" : ", STARTTLS " + s_.starttls;
    out_.line(say(sentence::probe_server), to_string(s_.address) + starttls, cost());
    versions();
    groups();
    diffie_hellman();
    schemes();
    names();
    behaviour();
    for (const Contradiction& c : s_.contradictions)
      out_.line(say(sentence::probe_contradiction), contradiction(c));
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string say(knowledge::SentenceId id,
                                std::initializer_list<knowledge::Parameter> parameters = {}) const {
    return knowledge::say(id, o_.language, parameters);
  }

  [[nodiscard]] std::string contradiction(const Contradiction& c) const {
    struct Known {
      std::string_view what;
      knowledge::SentenceId sentence;
    };
    static constexpr std::array<Known, 9> known = {
        {{"certificate", sentence::probe_certificates_differ},
         {"alpn_not_offered", sentence::probe_alpn_not_offered},
         {"suite_not_offered", sentence::probe_suite_not_offered},
         {"group_not_offered", sentence::probe_group_not_offered},
         {"scheme_not_offered", sentence::probe_scheme_not_offered},
         {"version", sentence::probe_other_version},
         {"order", sentence::probe_order_unsettled},
         {"plaintext_before_tls", sentence::probe_plaintext_before_tls},
         {"addresses_differ", sentence::probe_addresses_differ}}};
    const auto found = std::ranges::find(known, c.what, &Known::what);
    if (found == known.end()) return c.what;
    return say(found->sentence, {{"details", fmt::format("{}", fmt::join(c.details, ", "))}});
  }

  [[nodiscard]] std::string cost() const {
    return say(sentence::probe_cost,
               {{"hellos", s_.cost.hellos}, {"seconds", fmt::format("{:.2f}", s_.cost.seconds)}});
  }

  void versions() {
    const auto& all = s_.model.versions;
    if (all.empty()) out_.line("", say(sentence::probe_no_version));
    for (auto v = all.rbegin(); v != all.rend(); ++v) {
      if (v->fits_nothing()) {
        out_.line(version_name(v->version), nothing_fits(v->nothing_fits));
        continue;
      }
      const auto order = v->order == Order::server   ? sentence::probe_server_order
                         : v->order == Order::client ? sentence::probe_client_order
                                                     : sentence::probe_one_suite;
      out_.line(version_name(v->version), say(order, {{"count", v->cipher_suites.size()}}));
      // Of older versions only what differs from the one above is worth a line each.
      const bool repeated = v != all.rbegin() && subset(*v, *std::prev(v)) && !o_.full;
      if (repeated) {
        out_.line("", say(sentence::probe_same_suites));
        continue;
      }
      for (const CipherSuite suite : v->cipher_suites)
        out_.line("", "  " + cipher_suite_text(suite));
    }
  }
  // The version is enabled, and no suite of it can be had.
  [[nodiscard]] std::string nothing_fits(const std::optional<HelloRefusal>& how) const {
    const bool alert = how && how->alert;
    return say(sentence::probe_nothing_fits, {{"alert", alert ? alert_description_text(*how->alert)
                                                              : say(sentence::probe_no_word)}});
  }
  static bool subset(const ServerVersion& older, const ServerVersion& newer) {
    auto at = newer.cipher_suites.begin();
    return std::ranges::all_of(older.cipher_suites, [&](CipherSuite suite) {
      at = std::find(at, newer.cipher_suites.end(), suite);
      return at != newer.cipher_suites.end();
    });
  }

  void groups() {
    std::string label = say(sentence::probe_groups);
    for (const ServerVersion& v : s_.model.versions) {
      if (v.groups.empty() || v.fits_nothing()) continue;
      std::vector<std::string> names;
      for (const NamedGroup group : v.groups) names.push_back(named_group_text(group));
      out_.line(std::exchange(label, {}),
                fmt::format("{}: {}", version_name(v.version), fmt::join(names, ", ")));
    }
  }

  void diffie_hellman() {
    for (const LearnedDh& dh : s_.dh) {
      const std::string bits = std::to_string(dh.bits);
      out_.line(say(sentence::probe_dh),
                dh.known.empty()
                    ? say(sentence::probe_dh_own, {{"dh_bits", bits}})
                    : say(sentence::probe_dh_known, {{"dh_bits", bits}, {"name", dh.known}}));
    }
  }

  void schemes() {
    std::string label = say(sentence::probe_schemes);
    for (const ServerVersion& v : s_.model.versions) {
      if (v.signature_schemes.empty()) continue;
      std::vector<std::string> names;
      for (const SignatureScheme scheme : v.signature_schemes)
        names.push_back(signature_scheme_text(scheme));
      out_.line(std::exchange(label, {}),
                fmt::format("{}: {}", version_name(v.version), fmt::join(names, ", ")));
    }
  }

  [[nodiscard]] const LearnedChain* chain(LearnedChain::Name name) const {
    const auto found = std::ranges::find(s_.certificates, name, &LearnedChain::name);
    return found == s_.certificates.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool other_than_asked(const LearnedChain* one) const {
    return one != nullptr && std::ranges::none_of(s_.certificates, [&](const LearnedChain& c) {
             return c.name == LearnedChain::Name::asked &&
                    c.chain.front()->sha256 == one->chain.front()->sha256;
           });
  }

  // What other names bring: only where it differs.
  void names() {
    std::string label = say(sentence::probe_names);
    const auto line = [&](const std::string& text) { out_.line(std::exchange(label, {}), text); };
    const LearnedBehaviour& b = s_.behaviour;
    const LearnedChain* none = chain(LearnedChain::Name::none);
    const LearnedChain* foreign = chain(LearnedChain::Name::foreign);
    if (b.no_name_refused == true) line(say(sentence::probe_no_name_refused));
    if (other_than_asked(none))
      line(say(sentence::probe_no_name_other,
               {{"subject", short_name(none->chain.front()->subject)}}));
    if (b.unknown_name_refused == true) line(say(sentence::probe_unknown_name_refused));
    if (other_than_asked(foreign) &&
        !(none != nullptr && none->chain.front()->sha256 == foreign->chain.front()->sha256))
      line(say(sentence::probe_unknown_name_other,
               {{"subject", short_name(foreign->chain.front()->subject)}}));
  }

  void behaviour() {
    const LearnedBehaviour& b = s_.behaviour;
    std::vector<std::string> does;
    const auto add = [&](std::optional<bool> field, bool worth, knowledge::SentenceId id) {
      if (field == worth) does.push_back(say(id));
    };
    const auto& alpn = s_.model.alpn;
    if (!alpn.empty()) does.push_back(fmt::format("ALPN {}", fmt::join(alpn, ", ")));
    add(b.sslv2, true, sentence::probe_sslv2);
    add(b.session_tickets, true, sentence::probe_tickets);
    add(b.resumption, true, sentence::probe_resumption);
    add(b.resumption, false, sentence::probe_no_resumption);
    add(b.ocsp_stapling, true, sentence::probe_stapling);
    add(b.renegotiation_info, false, sentence::probe_no_renegotiation_info);
    add(b.extended_master_secret, false, sentence::probe_no_extended_master_secret);
    add(b.fallback_scsv, false, sentence::probe_no_fallback_scsv);
    add(b.compression, true, sentence::probe_compression);
    add(b.long_hello, false, sentence::probe_no_long_hello);
    add(b.prioritizes_chacha, true, sentence::probe_prioritizes_chacha);
    add(s_.model.certificate_first, true, sentence::probe_certificate_first);
    if (s_.client_certificate == ClientCertificatePolicy::optional)
      does.push_back(say(sentence::probe_client_certificate_optional));
    if (s_.client_certificate == ClientCertificatePolicy::required)
      does.push_back(say(sentence::probe_client_certificate_required));
    if (!does.empty())
      out_.line(say(sentence::probe_does), fmt::format("{}", fmt::join(does, "; ")));
  }

  const LearnedServer& s_;
  const Wording& o_;
  Report out_;
};

}  // namespace

Report learned_report(const LearnedServer& server, const Wording& wording) {
  return Lines(server, wording).all();
}

}  // namespace tlswhy
