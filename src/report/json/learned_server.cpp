#include "report/json/learned_server.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "model/learned_names.hpp"
#include "report/json/values.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"
#include "x509/bundle/base64.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

// One member for each version that was agreed to and has something to say.
template <class T>
bj::object by_version(const ServerModel& server, std::vector<T> ServerVersion::* list,
                      std::string (*name)(T)) {
  bj::object out;
  for (const ServerVersion& v : server.versions) {
    if (v.fits_nothing() || (v.*list).empty()) continue;
    bj::array names;
    for (const T value : v.*list) names.push_back(text(name(value)));
    out[version_name(v.version)] = std::move(names);
  }
  return out;
}

bj::object orders(const ServerModel& server) {
  bj::object out;
  for (const ServerVersion& v : server.versions) {
    if (!v.fits_nothing()) out[version_name(v.version)] = text(word_of(order_names, v.order));
  }
  return out;
}

bj::array versions(const ServerModel& server) {
  bj::array out;
  for (const ServerVersion& v : server.versions) {
    if (!v.fits_nothing()) out.push_back(text(version_name(v.version)));
  }
  return out;
}

bj::value refusal(const HelloRefusal& how) {
  return how.alert ? text(alert_description_text(*how.alert)) : text(closes_word);
}

// Of each version that was asked: how it refuses what does not fit.
bj::object refusals(const ServerModel& server) {
  bj::object out;
  for (const RefusedVersion& v : server.refused_versions)
    out[version_name(v.version)] = refusal(v.answer);
  for (const ServerVersion& v : server.versions) {
    if (v.nothing_fits) out[version_name(v.version)] = refusal(*v.nothing_fits);
  }
  return out;
}

bj::value nothing_fits_alert(const ServerModel& server) {
  for (auto v = server.versions.rbegin(); v != server.versions.rend(); ++v) {
    if (v->nothing_fits && v->nothing_fits->alert) return refusal(*v->nothing_fits);
  }
  return nullptr;
}

bj::array dh(const std::vector<LearnedDh>& list) {
  bj::array out;
  for (const LearnedDh& d : list) {
    out.push_back(bj::object{
        {"bits", d.bits}, {"known", text_or_null(d.known)}, {"prime", text(hex(d.prime))}});
  }
  return out;
}

bj::array certificates(const std::vector<LearnedChain>& list) {
  bj::array out;
  for (const LearnedChain& c : list) {
    bj::array chain;
    for (const auto& entry : c.chain) {
      bj::object one = certificate(*entry);
      one["der"] = text(bundle::to_base64(entry->der));
      chain.push_back(std::move(one));
    }
    const KeyKind key = c.chain.empty() ? KeyKind::other : c.chain.front()->key;
    out.push_back(bj::object{{"server_name", text(word_of(chain_name_words, c.name))},
                             {"authentication", text(authentication_name(key))},
                             {"chain", std::move(chain)}});
  }
  return out;
}

bj::array texts(const std::vector<std::string>& list, bool from_wire) {
  bj::array out;
  for (const std::string& entry : list)
    out.push_back(from_wire ? text(printable(entry)) : text(entry));
  return out;
}

bj::object behaviour(const LearnedBehaviour& behaviour) {
  bj::object out;
  for (const auto& [name, member] : behaviour_names) {
    const std::optional<bool>& is = behaviour.*member;
    out[name] = is ? bj::value(*is) : bj::value(nullptr);
  }
  return out;
}

bj::array contradictions(const std::vector<Contradiction>& list) {
  bj::array out;
  for (const Contradiction& c : list)
    out.push_back(bj::object{{"what", text(c.what)}, {"details", texts(c.details, false)}});
  return out;
}

}  // namespace

bj::object learned_server(const LearnedServer& s) {
  bj::object out{{"name", text(printable(s.name))},
                 {"address", end_point(s.address)},
                 {"starttls", text_or_null(s.starttls)}};
  out["versions"] = versions(s.model);
  out["order"] = orders(s.model);
  out["cipher_suites"] =
      by_version<CipherSuite>(s.model, &ServerVersion::cipher_suites, &cipher_suite_text);
  out["groups"] = by_version<NamedGroup>(s.model, &ServerVersion::groups, &named_group_text);
  out["dh"] = dh(s.dh);
  out["signature_schemes"] = by_version<SignatureScheme>(s.model, &ServerVersion::signature_schemes,
                                                         &signature_scheme_text);
  out["certificates"] = certificates(s.certificates);
  out["alpn"] = texts(s.model.alpn, true);
  out["alpn_refused"] = s.model.alpn_must_match;
  out["client_certificate"] = s.client_certificate
                                  ? text(word_of(client_certificate_names, *s.client_certificate))
                                  : text("unknown");
  out["client_certificate_authorities"] = texts(s.client_certificate_authorities, false);
  out["certificate_first"] = s.model.certificate_first;
  out["behaviour"] = behaviour(s.behaviour);
  out["nothing_fits_alert"] = nothing_fits_alert(s.model);
  out["refusals"] = refusals(s.model);
  out["contradictions"] = contradictions(s.contradictions);
  out["cost"] = bj::object{{"connections", s.cost.connections},
                           {"hellos", s.cost.hellos},
                           {"rounds", s.cost.rounds},
                           {"retries", s.cost.retries},
                           {"seconds", s.cost.seconds}};
  return out;
}

std::string learned_server_text(const LearnedServer& server) {
  return bj::serialize(learned_server(server));
}

}  // namespace tlswhy::json
