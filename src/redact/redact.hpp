// What a report is made from, with stand-ins (redactor.hpp) for all that tells whose it is. What
// stays is what the verdict rests on: moments, ports, versions, algorithms, lengths, fingerprints
// of the client's software (JA3, JA4).
#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/explanation.hpp"
#include "redact/redactor.hpp"
#include "report/judged_report.hpp"
#include "report/layout_report.hpp"

namespace tlswhy {

class Redaction {
 public:
  [[nodiscard]] Explanation of(Explanation explanation);
  [[nodiscard]] InputReport of(InputReport input);
  [[nodiscard]] JudgedReport of(JudgedReport report);
  [[nodiscard]] LayoutReport of(LayoutReport report);

  [[nodiscard]] Redactor& stand_ins() { return stand_ins_; }

 private:
  using Remedies = std::shared_ptr<const std::vector<Remedy>>;
  static constexpr std::size_t most_kept = 4096;

  void certificates(CertificateList& list);
  [[nodiscard]] std::shared_ptr<const Certificate> certificate(
      const std::shared_ptr<const Certificate>& original);
  void seen(Seen& seen);
  void judged(Judged& judged);
  void learned(LearnedServer& server);
  void server(ServerModel& server);
  void diagnosis(Diagnosis& diagnosis);
  void fact(Fact& fact);
  void facts(std::vector<Fact>& facts);
  void parameters(std::vector<knowledge::Parameter>& parameters);
  [[nodiscard]] Remedies remedies(const Remedies& original);

  Redactor stand_ins_;
  // What many explanations share is made once; the originals are held, so that no other thing has
  // their address.
  std::unordered_map<const Certificate*, std::pair<std::shared_ptr<const Certificate>,
                                                   std::shared_ptr<const Certificate>>>
      certificates_;
  std::unordered_map<const std::vector<Remedy>*, std::pair<Remedies, Remedies>> remedies_;
};

}  // namespace tlswhy
