// What a server is asked, under which name, and what was learnt of it.
#include <fmt/format.h>

#include "app/judge.hpp"
#include "asking/probe.hpp"
#include "sources/probe/addresses.hpp"
#include "sources/probe/survey.hpp"
#include "sources/probe/target.hpp"

namespace tlswhy {
namespace {

// The protocols that are asked for by ALPN (RFC 7301): those that a server of this kind may have.
std::vector<std::string> alpn_of(const std::string& starttls) {
  if (starttls.empty())
    return {"h2", "http/1.1", "http/1.0", "spdy/3.1", "dot", "mqtt", "imap", "pop3"};
  if (starttls == "postgres") return {"postgresql"};
  if (starttls == "xmpp") return {"xmpp-client"};
  if (starttls == "xmpp-server") return {"xmpp-server"};
  if (starttls == "sieve") return {"managesieve"};
  if (starttls == "imap" || starttls == "pop3" || starttls == "ftp") return {starttls};
  return {};
}

}  // namespace

ServerName host_of(const ProbeTarget& target, const ProbeOptions& options,
                   const ExplainOptions& how) {
  if (!how.setting.host.empty()) return how.setting.host;
  return ServerName(options.server_name.empty() ? target.host : options.server_name);
}

Result<std::vector<ProbeTarget>> with_addresses(ProbeTarget target, const ProbeOptions& options,
                                                bool through_proxy) {
  constexpr std::size_t most = 8;
  std::vector<ProbeTarget> out;
  for (const std::string& given : options.addresses) {
    const auto address = addresses_of(given);
    if (!address || !ServerName(given).address())
      return failure(Error::Kind::usage, fmt::format("--ip {}: is no address", given));
    target.address = address->front();
    out.push_back(target);
  }
  if (!out.empty()) return out;
  if (through_proxy || ServerName(target.host).address()) return std::vector{target};
  const auto addresses = addresses_of(target.host);
  if (!addresses) return std::unexpected(addresses.error());
  for (const IpAddress& ip : *addresses) {
    if (out.size() == most) break;
    target.address = ip;
    out.push_back(target);
  }
  return out;
}

std::string server_name_of(const ProbeTarget& target, const ProbeOptions& options) {
  if (!options.server_name.empty()) return options.server_name;
  return ServerName(target.host).address() ? std::string() : target.host;
}

std::unique_ptr<Talk> survey_of(ProbeTarget target, const ProbeOptions& options) {
  auto talk = std::make_unique<Talk>();
  talk->target = std::move(target);
  talk->interview =
      std::make_unique<Survey>(SurveyOptions{.server_name = server_name_of(talk->target, options),
                                             .alpn = alpn_of(talk->target.starttls),
                                             .has_certificate = !options.certificate.empty()});
  return talk;
}

LearnedServer learned_of(const Talk& talk) {
  LearnedServer learned = static_cast<const Survey&>(*talk.interview).result();
  learned.name = name_of(talk.target);
  learned.address = talk.address;
  learned.starttls = talk.target.starttls;
  const std::uint32_t rounds = learned.cost.rounds;
  learned.cost = talk.cost;
  learned.cost.rounds = rounds;
  if (!talk.injected.empty())
    learned.contradictions.push_back({"plaintext_before_tls", {talk.injected}});
  return learned;
}

Judged judge_talk(const Talk& talk, const ProbeOptions& options, const ExplainOptions& how) {
  return judge_learned(learned_of(talk), host_of(talk.target, options, how), how);
}

Judged judge_learned(LearnedServer learned, ServerName host, const ExplainOptions& how) {
  Setting setting = how.setting;
  setting.host = std::move(host);
  if (!setting.at) setting.at = now();
  return judge(std::move(setting), std::move(learned));
}

JudgedReport report_of(Judged judged, const ExplainOptions& how) {
  std::string name = judged.learned ? judged.learned->name : std::string();
  return {{"probe", std::move(name), how.notes}, std::move(judged)};
}

}  // namespace tlswhy
