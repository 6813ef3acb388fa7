#include "report/json/learned_server.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "model/learned_names.hpp"
#include "report/json/values.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"
#include "x509/bundle/base64.hpp"

namespace tlswhy::json {
namespace {

// One member for each version that was agreed to and has something to say.
template <class T>
void by_version(const ServerModel& server, std::vector<T> ServerVersion::* list,
                std::string (*name)(T), Writer& out) {
  out.object();
  for (const ServerVersion& v : server.versions) {
    if (v.fits_nothing() || (v.*list).empty()) continue;
    out.name(version_name(v.version)).array();
    for (const T value : v.*list) out.value(name(value));
    out.end_array();
  }
  out.end_object();
}

void orders(const ServerModel& server, Writer& out) {
  out.object();
  for (const ServerVersion& v : server.versions) {
    if (!v.fits_nothing()) out.member(version_name(v.version), word_of(order_names, v.order));
  }
  out.end_object();
}

void versions(const ServerModel& server, Writer& out) {
  out.array();
  for (const ServerVersion& v : server.versions) {
    if (!v.fits_nothing()) out.value(version_name(v.version));
  }
  out.end_array();
}

std::string refusal(const HelloRefusal& how) {
  return how.alert ? alert_description_text(*how.alert) : std::string(closes_word);
}

// Of each version that was asked: how it refuses what does not fit.
void refusals(const ServerModel& server, Writer& out) {
  out.object();
  const auto has_own = [&](ProtocolVersion version) {
    return std::ranges::any_of(server.versions, [&](const ServerVersion& v) {
      return v.version == version && v.nothing_fits;
    });
  };
  for (const RefusedVersion& v : server.refused_versions)
    if (!has_own(v.version)) out.member(version_name(v.version), refusal(v.answer));
  for (const ServerVersion& v : server.versions)
    if (v.nothing_fits) out.member(version_name(v.version), refusal(*v.nothing_fits));
  out.end_object();
}

std::string nothing_fits_alert(const ServerModel& server) {
  for (auto v = server.versions.rbegin(); v != server.versions.rend(); ++v) {
    if (v->nothing_fits && v->nothing_fits->alert) return refusal(*v->nothing_fits);
  }
  return {};
}

void dh(const std::vector<LearnedDh>& list, Writer& out) {
  out.array();
  for (const LearnedDh& d : list) {
    out.object().member("bits", d.bits).member_or_null("known", d.known);
    out.member("prime", hex(d.prime)).end_object();
  }
  out.end_array();
}

void certificates(const std::vector<LearnedChain>& list, Writer& out) {
  out.array();
  for (const LearnedChain& c : list) {
    const KeyKind key = c.chain.empty() ? KeyKind::other : c.chain.front()->key;
    out.object().member("server_name", word_of(chain_name_words, c.name));
    out.member("authentication", authentication_name(key)).name("chain").array();
    for (const auto& entry : c.chain) {
      certificate_members(*entry, out.object());
      out.member("der", bundle::to_base64(entry->der)).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void protocols(const std::vector<std::string>& list, Writer& out) {
  out.array();
  for (const std::string& protocol : list) out.value(printable(protocol));
  out.end_array();
}

void behaviour(const LearnedBehaviour& behaviour, Writer& out) {
  out.object();
  for (const auto& [name, member] : behaviour_names) {
    const std::optional<bool>& is = behaviour.*member;
    out.name(name);
    is ? out.value(*is) : out.value(nullptr);
  }
  out.end_object();
}

void contradictions(const std::vector<Contradiction>& list, Writer& out) {
  out.array();
  for (const Contradiction& c : list) {
    out.object().member("what", c.what);
    texts(c.details, out.name("details"));
    out.end_object();
  }
  out.end_array();
}

void cost(const LearnedServer& s, Writer& out) {
  out.object().member("connections", s.cost.connections).member("hellos", s.cost.hellos);
  out.member("rounds", s.cost.rounds).member("retries", s.cost.retries);
  out.member("seconds", s.cost.seconds).end_object();
}

}  // namespace

void learned_server(const LearnedServer& s, Writer& out) {
  out.object().member("name", printable(s.name));
  end_point(s.address, out.name("address"));
  out.member_or_null("starttls", s.starttls);
  versions(s.model, out.name("versions"));
  orders(s.model, out.name("order"));
  by_version<CipherSuite>(s.model, &ServerVersion::cipher_suites, &cipher_suite_text,
                          out.name("cipher_suites"));
  by_version<NamedGroup>(s.model, &ServerVersion::groups, &named_group_text, out.name("groups"));
  dh(s.dh, out.name("dh"));
  by_version<SignatureScheme>(s.model, &ServerVersion::signature_schemes, &signature_scheme_text,
                              out.name("signature_schemes"));
  certificates(s.certificates, out.name("certificates"));
  protocols(s.model.alpn, out.name("alpn"));
  out.member("alpn_refused", s.model.alpn_must_match);
  out.member("client_certificate", s.client_certificate
                                       ? word_of(client_certificate_names, *s.client_certificate)
                                       : "unknown");
  texts(s.client_certificate_authorities, out.name("client_certificate_authorities"));
  out.member("certificate_first", s.model.certificate_first);
  behaviour(s.behaviour, out.name("behaviour"));
  out.member_or_null("nothing_fits_alert", nothing_fits_alert(s.model));
  refusals(s.model, out.name("refusals"));
  contradictions(s.contradictions, out.name("contradictions"));
  cost(s, out.name("cost"));
  out.end_object();
}

std::string learned_server_text(const LearnedServer& server) {
  Writer out;
  learned_server(server, out);
  return out.take();
}

}  // namespace tlswhy::json
