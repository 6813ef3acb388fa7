// A text read line by line, for tests of the readers of logs.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_stream.hpp"
#include "sources/log/text_lines.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy::testing {

// The connections that `Reader` (LogReader or LogThreads) finds, in its order.
template <class Reader>
std::vector<Transcript> read_text(std::string_view text) {
  std::vector<Transcript> out;
  Reader reader([&out](Transcript&& t) { out.push_back(std::move(t)); });
  MemoryStream stream(as_bytes(text));
  TextLines lines(stream);
  std::string_view line;
  while (lines.next(line)) reader.line(line, lines.number());
  reader.finish();
  return out;
}

}  // namespace tlswhy::testing
