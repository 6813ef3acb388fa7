#include "report/place.hpp"

#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {

std::string place_text(Provenance at, knowledge::Language language) {
  using knowledge::say;
  switch (at.kind) {
    case Provenance::Kind::packet:
      return say(sentence::report_frame, language, {{"frame", at.number}});
    case Provenance::Kind::line: return say(sentence::report_line, language, {{"line", at.number}});
    case Provenance::Kind::question:
      return say(sentence::report_question, language, {{"question", at.number}});
    case Provenance::Kind::nowhere: break;
  }
  return {};
}

}  // namespace tlswhy
