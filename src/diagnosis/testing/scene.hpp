// A dialogue as signs are shown it: with what is known of its client beside, and what one sign
// says.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/signs/signs.hpp"
#include "diagnosis/testing/judged.hpp"

namespace tlswhy::testing {

using Sign = void (*)(const Case&, Findings&);

// What a sign found, asked by the names of causes.
class Seen {
 public:
  explicit Seen(Findings findings) : findings_(std::move(findings)) { findings_.sort(); }

  // All causes, the likeliest first: "a b c".
  [[nodiscard]] std::string causes() const {
    std::string out;
    for (const Hypothesis& h : findings_.hypotheses)
      out.append(out.empty() ? "" : " ").append(knowledge::cause(h.cause).name);
    return out;
  }
  [[nodiscard]] const Hypothesis* find(std::string_view cause) const {
    const auto found =
        std::ranges::find(findings_.hypotheses, knowledge::find_cause(cause),
                          [](const Hypothesis& h) { return std::optional(h.cause); });
    return found == findings_.hypotheses.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool has(std::string_view cause) const { return find(cause) != nullptr; }
  // Nothing of a cause that was not found.
  [[nodiscard]] std::optional<Standing> standing(std::string_view cause) const {
    const Hypothesis* found = find(cause);
    return found == nullptr ? std::nullopt : std::optional(found->standing);
  }
  [[nodiscard]] std::optional<Party> refuser(std::string_view cause) const {
    const Hypothesis* found = find(cause);
    return found == nullptr ? std::nullopt : found->refuser;
  }
  // Frames of the evidence, in its order.
  [[nodiscard]] std::vector<std::uint32_t> frames(std::string_view cause) const {
    std::vector<std::uint32_t> out;
    const Hypothesis* found = find(cause);
    if (found != nullptr)
      for (const Fact& fact : found->evidence) out.push_back(fact.at.frame());
    return out;
  }
  [[nodiscard]] bool rules_out(std::string_view cause) const {
    return std::ranges::any_of(findings_.ruled_out, [cause](const RuledOut& r) {
      return knowledge::cause(r.cause).name == cause;
    });
  }

 private:
  Findings findings_;
};

class Scene {
 public:
  static constexpr std::int64_t second = 1'000'000'000;

  explicit Scene(Dialogue& dialogue) : transcript_(dialogue.end()) {}

  Scene& tcp(const std::function<void(TcpFacts&)>& change) {
    TcpFacts facts = *transcript_.transport.tcp();
    change(facts);
    transcript_.transport = std::move(facts);
    return *this;
  }
  Scene& waited(std::int64_t ns) {  // how long the capture goes on
    waited_ = ns;
    return *this;
  }
  Scene& as(std::string_view stack) {  // where the hello does not tell
    client_ = &knowledge::stack(*knowledge::find_stack(stack));
    return *this;
  }
  Scene& at(Timestamp moment) {
    setting_.at = moment;
    return *this;
  }
  Scene& trusting(CertificateList store) {
    setting_.store = std::move(store);
    return *this;
  }

  Scene& beside(const Beside& others) {
    beside_ = std::make_shared<const Beside>(others);
    return *this;
  }

  [[nodiscard]] Seen seen_by(Sign sign) const {
    CertificateCache cache;
    const Handshake handshake = read_handshake(transcript_, &cache);
    const Timestamp end{transcript_.transport.last().ns + waited_};
    Case c{transcript_, handshake,
           setting_,    take_picture(transcript_, handshake, end),
           client_,     {.host = {}, .at = setting_.at.value_or(transcript_.transport.last())}};
    c.beside = beside_.get();
    Findings findings;
    sign(c, findings);
    return Seen(std::move(findings));
  }

 private:
  Transcript transcript_;
  std::int64_t waited_ = 0;
  const knowledge::Stack* client_ = nullptr;
  Setting setting_;
  std::shared_ptr<const Beside> beside_ = std::make_shared<const Beside>();
};

}  // namespace tlswhy::testing
