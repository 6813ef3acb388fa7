// The sections that reports of seen and of played handshakes have in common.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "analysis/explanation.hpp"
#include "report/address.hpp"
#include "report/report.hpp"
#include "report/wording.hpp"

namespace tlswhy {

class Composer {
 public:
  // `client` and `server`: as they are named in sentences. The references must outlive it.
  Composer(const Explanation& explanation, std::string client, std::string server,
           const Wording& wording);

  void verdict();
  void who();
  void would_refuse();  // in place of who(), of a handshake that was only played
  void where();
  void why();
  void candidates();
  void sure();
  void next_step();  // of a log: whom to ask, where the text names the server
  void remedies(knowledge::SentenceId check);
  void ruled_out();

  void line(knowledge::SentenceId label, std::string text, Provenance at = {});
  // A fact with the place that shows it, and with the input where there are several.
  void fact(knowledge::SentenceId label, const Fact& fact);
  [[nodiscard]] std::string say(knowledge::SentenceId id,
                                std::initializer_list<knowledge::Parameter> parameters = {}) const;
  [[nodiscard]] ReportSection& section(knowledge::SentenceId label);
  [[nodiscard]] Report take() { return std::move(out_); }
  // What a layer below said in English (knowledge/phrase.hpp).
  [[nodiscard]] std::string phrase(std::string_view text) const;

 private:
  void remedy(const Remedy& r, bool first);
  void needs(const Remedy& r);
  void proof(const Remedy& r);
  void played(const Remedy& r);
  void add(std::string text);  // to the last section
  [[nodiscard]] std::string breaks(const Remedy& r) const;
  [[nodiscard]] std::string rendered(std::string_view pattern) const;
  [[nodiscard]] std::string certainty() const;

  const Explanation& e_;
  const Diagnosis& d_;
  std::string client_, server_;
  Address address_;  // of the server, where a connection shows it
  const Wording& wording_;
  Report out_;
};

}  // namespace tlswhy
