#include "analysis/log_analysis.hpp"

#include <utility>

#include "diagnosis/said.hpp"
#include "sources/log/log_reader.hpp"
#include "sources/log/text_lines.hpp"

namespace tlswhy {

LogSummary LogAnalysis::read(ByteStream& stream) {
  TextLines lines(stream);
  LogReader reader([this](Transcript&& t) { explain(std::move(t)); });
  std::string_view line;
  while (lines.next(line)) reader.line(line, lines.number());
  reader.finish();
  return {lines.number(), reader.about_tls()};
}

void LogAnalysis::explain(Transcript&& transcript) {
  const LogFacts* facts = transcript.transport.log();
  if (facts == nullptr) return;
  Diagnosis diagnosis = diagnose_said(*facts);
  diagnosis.profile = setting_.client();
  Explanation out{Seen{std::move(transcript), {}}, std::move(diagnosis)};
  out.shared_remedies = remedies_.remedies_of(out.diagnosis, out.seen(), {});
  handler_(std::move(out));
}

}  // namespace tlswhy
