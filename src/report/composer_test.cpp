// Whatever is concluded, a report has whole sentences, and each of them once.
#include "report/composer.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

#include <gtest/gtest.h>

#include "knowledge/placeholder.hpp"

namespace tlswhy {
namespace {

Report report_of(const Diagnosis& diagnosis) {
  Explanation explanation;
  explanation.diagnosis = diagnosis;
  const Wording wording{.language = {}, .product = {}, .full = true};
  Composer composer(explanation, "10.0.0.1:1000", "10.0.0.2:443", wording);
  composer.verdict();
  composer.who();
  composer.where();
  composer.why();
  composer.candidates();
  composer.sure();
  composer.ruled_out();
  return composer.take();
}

Diagnosis failed(knowledge::CauseId cause) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = cause;
  return d;
}
Fact closed_at(Provenance at) {
  Fact out;
  out.sentence = sentence::fact_server_closed;
  out.at = at;
  return out;
}

TEST(Composer, LeavesNoPlaceholderWhateverTheSignLeftOut) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    for (const Confidence confidence :
         {Confidence::shown, Confidence::consistent, Confidence::one_of}) {
      Diagnosis d = failed(cause.id);
      d.confidence = confidence;
      for (const ReportSection& section : report_of(d).sections) {
        for (const ReportLine& line : section.lines)
          EXPECT_EQ(knowledge::find_placeholder(line.text, 0), std::nullopt) << line.text;
      }
    }
  }
}

TEST(Composer, SaysTheEndingOnce) {
  Diagnosis d = failed(knowledge::CauseId::fin_after_clienthello);
  d.ending = closed_at(7);
  d.evidence = {closed_at(7), closed_at(9)};
  std::size_t said = 0;
  for (const ReportSection& section : report_of(d).sections) {
    for (const ReportLine& line : section.lines) said += line.at == Provenance(7) ? 1U : 0U;
  }
  EXPECT_EQ(said, 1U);
}

}  // namespace
}  // namespace tlswhy
