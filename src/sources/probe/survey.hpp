// Learns a server whole with few hellos: says what to ask next and takes the answers, in whatever
// order they come. Sends nothing and knows no clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "sources/probe/survey_state.hpp"

namespace tlswhy {

// The versions are learnt side by side, each by a VersionTrack; what a single hello or handshake
// shows comes last, with what is known by then (survey_question.hpp).
class Survey final : public Interview {
 public:
  explicit Survey(SurveyOptions options);

  std::optional<Numbered> next() override;
  void take(std::uint32_t id, const ProbeAnswer& answer) override;
  [[nodiscard]] bool finished() const override;

  // What was learnt so far; `cost.rounds` is the longest chain of questions that waited for
  // answers.
  [[nodiscard]] LearnedServer result() const;

 private:
  [[nodiscard]] bool tracks_done() const;
  std::optional<Numbered> next_of_track(std::size_t index);
  std::optional<Numbered> next_single();
  Numbered issue(Underway asked);
  // Whether the track may go on: groups and schemes are asked in one version alone.
  bool ready(std::size_t index);
  void add_extensions(Underway& asked);
  void plan_singles();
  bool begin_in_parts();
  bool begin_lists();
  void take_track(Underway& asked, const ProbeAnswer& answer);
  bool repeat_without_extension(Underway& asked, const ProbeAnswer& answer);
  void ask_protocols_left();

  SurveyState state_;
  std::vector<std::uint32_t> waiting_of_track_, depth_of_track_;
  std::map<std::uint32_t, Underway> underway_;
  std::vector<Underway> again_;  // to be asked once more, without what the server may have refused
  bool singles_planned_ = false, lists_begun_ = false;
  std::uint32_t next_id_ = 1, rounds_ = 0;
};

}  // namespace tlswhy
