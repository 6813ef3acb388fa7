// Any bytes as a capture, in memory: every connection is explained once, and its report is JSON and
// text that cannot steer a terminal.
#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "analysis/capture_analysis.hpp"
#include "base/byte_stream.hpp"
#include "report/json/conversation.hpp"
#include "report/text/text.hpp"

namespace {

using namespace tlswhy;

void check_text(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) __builtin_trap();
  }
}

void check(const Explanation& e, json::Conversations& words) {
  const Diagnosis& d = e.diagnosis;
  if (e.established() && (d.cause || !e.remedies().empty())) __builtin_trap();
  if (d.confidence == Confidence::one_of && d.cause && d.candidates.empty()) __builtin_trap();
  boost::system::error_code error;
  const auto value = boost::json::parse(words.line(e, "input"), error);
  if (error || value.at("report").as_array().empty()) __builtin_trap();
  check_text(text::conversation(e, {}, {}, {}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto reader = CaptureReader::open(std::make_unique<MemoryStream>(Bytes(data, size)));
  if (!reader) return 0;
  const Setting setting;
  CertificateCache cache;
  json::Conversations words({});
  std::set<std::uint64_t> seen;
  CaptureAnalysis analysis(setting, cache, CaptureAnalysis::Established::whole,
                           [&](Explanation&& e) {
                             if (!seen.insert(e.seen().transcript.number).second) __builtin_trap();
                             check(e, words);
                           });
  analysis.read(*reader);
  return 0;
}
