// Any bytes as a text: what is read from it is diagnosed and put into words, and nothing that a
// terminal would obey comes out.
#include <algorithm>
#include <cstdint>

#include "analysis/log_analysis.hpp"
#include "report/json/conversation.hpp"
#include "report/text/text.hpp"

namespace {

using namespace tlswhy;

bool inert(const std::string& text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\n') || byte == 0x7f;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Setting setting;
  const Wording wording;
  json::Conversations conversations(wording);
  MemoryStream stream({data, size});
  LogAnalysis analysis(setting, [&](Explanation&& e) {
    const Diagnosis& d = e.diagnosis;
    // Where messages are printed, facts may be about what the text does not hold.
    const bool words = e.seen().transcript.messages.empty();
    if (words && d.outcome == Outcome::failed && (!d.cause || d.evidence.empty())) __builtin_trap();
    if (d.candidates.size() > 6) __builtin_trap();
    for (const Fact& fact : d.evidence) {
      if (fact.at.kind == Provenance::Kind::packet) __builtin_trap();
      if (words && (fact.at.kind != Provenance::Kind::line || fact.at.number == 0))
        __builtin_trap();
    }
    if (!inert(text::conversation(e, {"log", "fuzz"}, {}, {wording, false}))) __builtin_trap();
    if (!inert(conversations.line(e, "fuzz"))) __builtin_trap();
  });
  analysis.read(stream);
  return 0;
}
