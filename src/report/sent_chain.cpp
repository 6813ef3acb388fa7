#include "report/sent_chain.hpp"

#include <algorithm>
#include <set>

#include "base/hex.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"
#include "model/path.hpp"

namespace tlswhy {
namespace {

std::string row(const Certificate& c, const std::string& place, knowledge::Language language) {
  const std::string signature = c.signature.pss && !c.signature.hash.empty()
                                    ? c.signature.name + "/" + c.signature.hash
                                    : c.signature.name;
  return knowledge::say(sentence::report_chain_place, language,
                        {{"place", place}, {"subject", short_name(c.subject)}}) +
         ": " +
         knowledge::say(
             sentence::report_chain_row, language,
             {{"signature", signature}, {"key", c.key_text}, {"not_after", to_date(c.not_after)}});
}

// Null where nobody looked at a path.
const PathVerdict* path_of(const Judged& judged) {
  for (const Explanation& e : judged.verdicts) {
    const auto& path = e.played().negotiation.path;
    if (path && !path->path.empty()) return &*path;
  }
  return nullptr;
}

// The certificate of the store that has this place in the graph; null where it was sent.
const Certificate* of_store(const CertificateList& sent, const CertificateList& store,
                            std::size_t index) {
  std::set<Sha256> before;
  for (const auto& certificate : sent) before.insert(certificate->sha256);
  std::size_t place = sent.size();
  for (const auto& certificate : store) {
    if (certificate->listed || !before.insert(certificate->sha256).second) continue;
    if (place++ == index) return certificate.get();
  }
  return nullptr;
}

bool lists(const CertificateList& store, const Certificate& certificate) {
  return std::ranges::any_of(
      store, [&](const auto& root) { return root->listed && root->sha256 == certificate.sha256; });
}

}  // namespace

std::vector<std::string> sent_chain(const Judged& judged, const Wording& wording) {
  std::vector<std::string> out;
  if (judged.server().credentials.empty()) return out;
  const CertificateList& sent = judged.server().credentials.front().chain;
  const PathVerdict seen = judge_for_anybody(CertificateGraph(sent, std::nullopt), {});
  const auto line = [&](const Certificate& certificate, const std::string& place) {
    out.push_back(row(certificate, place, wording.language));
  };
  const auto say = [&](knowledge::SentenceId id,
                       std::initializer_list<knowledge::Parameter> parameters = {}) {
    return knowledge::say(id, wording.language, parameters);
  };
  std::size_t depth = 0;
  for (const std::size_t index : seen.path)
    line(*sent[index], say(sentence::report_chain_sent, {{"depth", depth++}}));
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (std::ranges::find(seen.path, i) == seen.path.end())
      line(*sent[i], say(sentence::report_chain_extra));
  }
  const PathVerdict* path = path_of(judged);
  const auto& store = judged.setting.store;
  if (path == nullptr || !store) return out;
  const std::string place = say(sentence::report_chain_store);
  if (const Certificate* anchor = of_store(sent, *store, path->path.back())) line(*anchor, place);
  for (const auto& certificate : sent) {
    if (certificate->parsed && lists(*store, *certificate))
      out.push_back(
          say(sentence::report_chain_listed, {{"place", place},
                                              {"subject", short_name(certificate->subject)},
                                              {"sha256", hex(certificate->sha256)}}));
  }
  if (path->anchor_named && path->path.back() < sent.size())
    out.push_back(say(sentence::report_chain_named,
                      {{"place", place}, {"name", listed_name(sent[path->path.back()]->issuer)}}));
  return out;
}

}  // namespace tlswhy
