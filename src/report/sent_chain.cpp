#include "report/sent_chain.hpp"

#include <algorithm>

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

// Null where nobody looked at a path, or it ends at what was sent.
const Certificate* anchor_of(const Judged& judged, std::size_t sent) {
  for (const Explanation& e : judged.verdicts) {
    const auto& path = e.played().negotiation.path;
    if (!path || path->path.empty()) continue;
    const std::size_t anchor = path->path.back();
    const auto& store = judged.setting.store;
    return anchor >= sent && store && anchor - sent < store->size() ? (*store)[anchor - sent].get()
                                                                    : nullptr;
  }
  return nullptr;
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
  if (const Certificate* anchor = anchor_of(judged, sent.size()))
    line(*anchor, say(sentence::report_chain_store));
  return out;
}

}  // namespace tlswhy
