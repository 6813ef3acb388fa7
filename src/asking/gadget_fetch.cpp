#include "asking/gadget_fetch.hpp"

#include <map>
#include <utility>

#include "sources/layout/gadget.hpp"
#include "sources/probe/replay.hpp"

namespace tlswhy {
namespace {

class Fetcher {
 public:
  Fetcher(LayoutReport& report, const std::vector<ProbeTarget>& targets,
          const std::vector<Url>& urls, const knowledge::Offer& offer, const ProbeSetup& setup)
      : report_(report), targets_(targets), urls_(urls), offer_(offer), setup_(setup) {}

  // Each document once, from the servers that all clients would connect to. As Finesse does, what
  // a server sends on to on itself is asked for in the next round.
  void run() {
    constexpr int most_redirects = 5;
    std::map<std::pair<std::size_t, std::string>, Document> documents;
    for (std::size_t i = 0; i < report_.rows.size(); ++i) {
      const GadgetRow& row = report_.rows[i];
      if (!row.host) continue;
      const GadgetHost& host = report_.hosts[*row.host];
      if (host.judged.verdicts.empty() || host.refusal() != nullptr) continue;
      Document& document = documents[{*row.host, urls_[i].path}];
      document.host = *row.host;
      document.url = urls_[i];
      document.rows.push_back(i);
    }
    std::vector<Document> wanted;
    for (auto& [place, document] : documents) wanted.push_back(std::move(document));
    for (int round = 0; !wanted.empty() && round <= most_redirects; ++round) wanted = ask(wanted);
  }

 private:
  // A gadget's document, for all rows that name it.
  struct Document {
    std::size_t host = 0;  // place in report_.hosts
    Url url;
    std::vector<std::size_t> rows;
  };

  // What has to be asked for next.
  std::vector<Document> ask(const std::vector<Document>& documents) {
    std::vector<Document> out;
    std::size_t next = 0;
    std::map<const Interview*, const Document*> asked;
    hold_interviews(
        setup_,
        [&]() -> std::unique_ptr<Talk> {
          if (next == documents.size()) return nullptr;
          const Document& document = documents[next++];
          auto talk = std::make_unique<Talk>();
          talk->target = targets_[document.host];
          const auto& learned = report_.hosts[document.host].judged.learned;
          if (learned && !setup_.proxy) talk->target.address = learned->address.ip;
          talk->interview = std::make_unique<Fetch>(question(document.url));
          asked[talk->interview.get()] = &document;
          return talk;
        },
        [&](std::unique_ptr<Talk> talk) {
          if (talk->failure) return;
          const Document& document = *asked[talk->interview.get()];
          const auto& answer = static_cast<const Fetch&>(*talk->interview).answer();
          if (auto more = judge(answer, document)) out.push_back(std::move(*more));
        });
    return out;
  }

  [[nodiscard]] ProbeQuestion question(const Url& url) const {
    ProbeQuestion out;
    out.hello = hello_of(offer_, ServerName(url.host));
    out.finish = true;
    const std::string request = http_request(url);
    out.request.assign(request.begin(), request.end());
    return out;
  }

  // Where the server sends on to on itself: what to ask for next.
  std::optional<Document> judge(const std::optional<ProbeAnswer>& answer,
                                const Document& document) {
    if (!answer || !answer->finished) return std::nullopt;
    GadgetOutcome outcome;
    std::optional<Document> more;
    HttpReader reader;
    const bool is_http = reader.take(answer->response).has_value();
    if (const auto http = is_http ? reader.answer() : std::unexpected(Error{})) {
      outcome = judge_gadget(*http, document.url);
      const auto to = redirected_to(*http, document.url);
      if (to && same_server(*to, document.url)) more = Document{document.host, *to, document.rows};
    }
    for (const std::size_t i : document.rows) report_.rows[i].outcome = outcome;
    return more;
  }

  LayoutReport& report_;
  const std::vector<ProbeTarget>& targets_;
  const std::vector<Url>& urls_;
  const knowledge::Offer& offer_;
  const ProbeSetup& setup_;
};

}  // namespace

void fetch_gadgets(LayoutReport& report, const std::vector<ProbeTarget>& targets,
                   const std::vector<Url>& urls, const knowledge::Offer& offer,
                   const ProbeSetup& setup) {
  Fetcher(report, targets, urls, offer, setup).run();
}

}  // namespace tlswhy
