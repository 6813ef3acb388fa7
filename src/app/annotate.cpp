#include "app/annotate.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/files.hpp"
#include "capfile/annotated_copy.hpp"
#include "capfile/capture_reader.hpp"
#include "report/compose.hpp"
#include "report/json/conversation.hpp"
#include "report/place.hpp"
#include "sources/capture/conversation_frames.hpp"
#include "sources/capture/read_capture.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_verdict_bytes = 32768;  // of a comment

std::unexpected<Error> about(const std::string& path, const Error& error) {
  return failure(error.kind, fmt::format("{}: {}", path, error.what));
}

// The packets of the conversations, in a capture that was read before.
Result<std::vector<bool>> frames_of(const std::string& path, const std::vector<TcpFacts>& wanted) {
  auto reader = CaptureReader::open(path);
  if (!reader) return std::unexpected(reader.error());
  ConversationFrames frames;
  for (const TcpFacts& conversation : wanted) frames.want(conversation);
  read_packets(*reader, [&frames](const Packet& packet) { frames.packet(packet); });
  return frames.take();
}

}  // namespace

Result<void> may_annotate(const ExplainOptions& options) {
  const std::string& path = options.annotate;
  if (options.inputs.size() != 1 || kind_of_path(options.inputs.front()) != PathKind::file)
    return failure(Error::Kind::usage, "--annotate takes one capture, which is a file");
  const FileId own = file_id(path);
  if (own != FileId{} && file_id(options.inputs.front()) == own)
    return failure(Error::Kind::usage,
                   fmt::format("{}: is an input, --annotate would replace it", path));
  return kind_of_path(path) == PathKind::nothing ? Result<void>{} : append_nothing(path);
}

void Annotator::add(const Explanation& e) {
  const bool failed = e.diagnosis.outcome == Outcome::failed;
  const TcpFacts* tcp = e.seen().transcript.transport.tcp();
  if ((!failed && !options_.all) || tcp == nullptr) return;
  wanted_.push_back(*tcp);
  const std::string id = json::id_of(e.seen());
  for (const ReportSection& section : seen_report(e, options_.wording).sections) {
    for (const ReportLine& line : section.lines) {
      const bool verdict = section.name == "verdict";
      const std::string text = line.mark.empty() ? line.text : line.text + " " + line.mark;
      if (verdict && verdicts_.size() < most_verdict_bytes)
        verdicts_ += fmt::format("{}{}: {}", verdicts_.empty() ? "" : "\n", id, text);
      if (line.at.kind != Provenance::Kind::packet || line.at.number == 0) continue;
      std::string& comment = comments_[line.at.number];
      // Packets are counted anew in the copy: which one it was is said.
      if (comment.empty())
        comment = fmt::format("{}, {}", id, place_text(line.at, options_.wording.language));
      comment += fmt::format("\n{}: {}", section.label, text);
    }
  }
}

Result<void> Annotator::write(const std::string& path) {
  if (wanted_.empty()) return {};
  auto frames = frames_of(path, wanted_);
  if (!frames) return std::unexpected(frames.error());
  auto stream = open_file(path);
  if (!stream) return std::unexpected(stream.error());
  auto out = OutputFile::open(options_.annotate);
  if (!out) return std::unexpected(out.error());
  const Annotations annotations{
      .kept = std::move(*frames), .comments = comments_, .of_section = verdicts_};
  const auto copied = copy_annotated(std::move(*stream), annotations,
                                     [&out](Bytes bytes) { return out->write(bytes); });
  if (!copied) return about(options_.annotate, copied.error());
  return out->close();
}

}  // namespace tlswhy
