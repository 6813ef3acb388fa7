#include "model/learned_difference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.hpp"
#include "knowledge/ids/sentences.hpp"
#include "model/learned_names.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

namespace s = sentence;
using Names = std::vector<std::string>;
using knowledge::SentenceId;

struct Sentences {
  SentenceId gained, lost, reordered;
};

template <class T, class F>
Names names(const std::vector<T>& list, F name) {
  Names out;
  for (const T& value : list) out.emplace_back(name(value));
  return out;
}

Names without(const Names& list, const Names& others) {
  Names out;
  std::ranges::copy_if(list, std::back_inserter(out), [&others](const std::string& name) {
    return std::ranges::find(others, name) == others.end();
  });
  return out;
}

class Comparison {
 public:
  Comparison(const LearnedServer& before, const LearnedServer& after) : a_(before), b_(after) {}

  std::vector<LearnedChange> all() {
    const auto version = [](const ServerVersion& v) { return version_name(v.version); };
    const std::vector<ServerVersion> was = agreed(a_.model);
    const std::vector<ServerVersion> is = agreed(b_.model);
    lists({s::difference_version_gained, s::difference_version_lost, {}}, "", names(was, version),
          names(is, version), false);
    chains();
    for (const ServerVersion& v : is) {
      const auto old = std::ranges::find(was, v.version, &ServerVersion::version);
      if (old != was.end()) versions(*old, v);
    }
    dh();
    lists({s::difference_alpn_gained, s::difference_alpn_lost, {}}, "", a_.model.alpn,
          b_.model.alpn, false);
    client_certificate();
    behaviour();
    const auto what = [](const Contradiction& c) { return c.what; };
    lists({s::difference_contradiction_gained, s::difference_contradiction_lost, {}}, "",
          names(a_.contradictions, what), names(b_.contradictions, what), false);
    return std::move(out_);
  }

 private:
  void add(SentenceId sentence, std::string where, std::string before, std::string after) {
    out_.push_back({sentence, std::move(where), std::move(before), std::move(after)});
  }

  void lists(const Sentences& say, const std::string& where, const Names& before,
             const Names& after, bool ordered) {
    const Names gained = without(after, before);
    const Names lost = without(before, after);
    for (const std::string& name : gained) add(say.gained, where, "", name);
    for (const std::string& name : lost) add(say.lost, where, name, "");
    const Names was = without(before, lost);
    const Names is = without(after, gained);
    if (ordered && was != is && was.size() == is.size())
      add(say.reordered, where, fmt::format("{}", fmt::join(was, " ")),
          fmt::format("{}", fmt::join(is, " ")));
  }

  static std::vector<ServerVersion> agreed(const ServerModel& model) {
    std::vector<ServerVersion> out = model.versions;
    std::erase_if(out, [](const ServerVersion& version) { return version.fits_nothing(); });
    return out;
  }

  void versions(const ServerVersion& was, const ServerVersion& is) {
    const std::string where = version_name(is.version);
    const bool known = was.order != Order::unknown && is.order != Order::unknown;
    if (known && was.order != is.order)
      add(is.order == Order::server ? s::difference_order_server : s::difference_order_client,
          where, std::string(word_of(order_names, was.order)),
          std::string(word_of(order_names, is.order)));
    // A client's order is not the server's: the list stands in an order of nobody's.
    const bool ordered = was.order == Order::server && is.order == Order::server;
    const auto suite = [](CipherSuite v) { return cipher_suite_text(v); };
    lists({s::difference_suite_gained, s::difference_suite_lost, s::difference_suites_reordered},
          where, names(was.cipher_suites, suite), names(is.cipher_suites, suite), ordered);
    const auto group = [](NamedGroup v) { return named_group_text(v); };
    lists({s::difference_group_gained, s::difference_group_lost, s::difference_groups_reordered},
          where, names(was.groups, group), names(is.groups, group), true);
    const auto scheme = [](SignatureScheme v) { return signature_scheme_text(v); };
    lists({s::difference_scheme_gained, s::difference_scheme_lost, s::difference_schemes_reordered},
          where, names(was.signature_schemes, scheme), names(is.signature_schemes, scheme), true);
    const auto alert = [](const ServerVersion& v) {
      return v.nothing_fits ? v.nothing_fits->alert : std::nullopt;
    };
    if (alert(was) && alert(is) && alert(was) != alert(is))
      add(s::difference_alert_changed, where, alert_description_text(*alert(was)),
          alert_description_text(*alert(is)));
  }

  void dh() {
    const auto size = [](const LearnedDh& d) { return std::to_string(d.bits); };
    const Names was = names(a_.dh, size);
    const Names is = names(b_.dh, size);
    const Names gained = without(is, was);
    const Names lost = without(was, is);
    if (gained.size() == 1 && lost.size() == 1)
      return add(s::difference_dh_changed, "", lost.front(), gained.front());
    lists({s::difference_dh_gained, s::difference_dh_lost, {}}, "", was, is, false);
  }

  // "asked rsa": what server_name said, and the kind of the key.
  static std::string place(const LearnedChain& chain) {
    return fmt::format("{} {}", word_of(chain_name_words, chain.name),
                       authentication_name(chain.chain.front()->key));
  }
  static const LearnedChain* at(const LearnedServer& server, const std::string& where) {
    for (const LearnedChain& chain : server.certificates)
      if (!chain.chain.empty() && place(chain) == where) return &chain;
    return nullptr;
  }
  static std::string leaf(const LearnedChain* chain) {
    return chain == nullptr ? std::string() : hex(chain->chain.front()->sha256);
  }
  static std::string until(const LearnedChain& chain) {
    return to_date(chain.chain.front()->not_after);
  }

  void chain(const std::string& where, const LearnedChain* was, const LearnedChain* is) {
    LearnedChange change{.sentence = {}, .where = where, .before = leaf(was), .after = leaf(is)};
    if (was != nullptr) change.more.push_back({"before_until", until(*was)});
    if (is != nullptr) change.more.push_back({"after_until", until(*is)});
    if (was == nullptr) {
      change.sentence = s::difference_chain_gained;
    } else if (is == nullptr) {
      change.sentence = s::difference_chain_lost;
    } else if (change.before != change.after) {
      change.sentence = s::difference_chain_replaced;
    } else {
      const auto sha256 = [](const auto& c) { return hex(c->sha256); };
      const Names before = names(was->chain, sha256);
      const Names after = names(is->chain, sha256);
      if (before == after) return;
      change.sentence = s::difference_chain_beside;
      change.before = fmt::format("{}", fmt::join(before, " "));
      change.after = fmt::format("{}", fmt::join(after, " "));
      change.more.push_back({"before_count", before.size()});
      change.more.push_back({"after_count", after.size()});
    }
    out_.push_back(std::move(change));
  }

  void chains() {
    Names places;
    for (const LearnedServer* server : {&b_, &a_}) {
      for (const LearnedChain& c : server->certificates) {
        if (c.chain.empty()) continue;
        if (std::ranges::find(places, place(c)) == places.end()) places.push_back(place(c));
      }
    }
    for (const std::string& where : places) chain(where, at(a_, where), at(b_, where));
  }

  void client_certificate() {
    const auto was = a_.client_certificate;
    const auto is = b_.client_certificate;
    if (was && is && *was != *is) {
      using enum ClientCertificatePolicy;
      const SentenceId say = *is == none       ? s::difference_client_certificate_none
                             : *is == optional ? s::difference_client_certificate_optional
                                               : s::difference_client_certificate_required;
      add(say, "", std::string(word_of(client_certificate_names, *was)),
          std::string(word_of(client_certificate_names, *is)));
    }
    lists({s::difference_authority_gained, s::difference_authority_lost, {}}, "",
          a_.client_certificate_authorities, b_.client_certificate_authorities, false);
  }

  void flip(std::string_view where, bool was, bool is) {
    if (was != is)
      add(is ? s::difference_behaviour_gained : s::difference_behaviour_lost, std::string(where),
          was ? "true" : "false", is ? "true" : "false");
  }

  void behaviour() {
    for (const auto& [name, member] : behaviour_names) {
      const auto was = a_.behaviour.*member;
      const auto is = b_.behaviour.*member;
      if (was && is) flip(name, *was, *is);
    }
    flip("alpn_refused", a_.model.alpn_must_match, b_.model.alpn_must_match);
  }

  const LearnedServer& a_;
  const LearnedServer& b_;
  std::vector<LearnedChange> out_;
};

}  // namespace

std::vector<LearnedChange> differences(const LearnedServer& before, const LearnedServer& after) {
  return Comparison(before, after).all();
}

std::vector<knowledge::Parameter> LearnedChange::parameters() const {
  std::vector<knowledge::Parameter> out = more;
  out.push_back({"where", where});
  out.push_back({"before", before});
  out.push_back({"after", after});
  return out;
}

std::string_view name_of(const LearnedChange& change) {
  const std::string_view whole =
      knowledge::sentences()[static_cast<std::size_t>(change.sentence)].name;
  return whole.substr(whole.find('.') + 1);
}

}  // namespace tlswhy
