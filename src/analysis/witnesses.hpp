// Several inputs about the same connections: what texts tell of them is put beside what a capture
// shows. Each connection has one verdict, each of its facts names its witness.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "analysis/explanation.hpp"
#include "analysis/remedy_cache.hpp"
#include "model/setting.hpp"

namespace tlswhy {

class WitnessStand {
 public:
  using Handler = std::function<void(Explanation&&)>;

  // `witnesses`: the inputs, the capture first. `setting` must outlive this.
  WitnessStand(const Setting& setting, std::shared_ptr<const Witnesses> witnesses, Handler handler);

  // A connection that the text at `witness` tells of. All texts are heard before the capture.
  void hear(Explanation&& told, std::uint8_t witness);
  // A connection of the capture.
  void see(Explanation&& seen);
  // All were heard and seen: joins, and gives everything to the handler, the capture's connections
  // first, then what texts tell of others.
  void finish();

 private:
  static constexpr std::size_t most_told = 256;    // beyond it texts are no witnesses any more
  static constexpr std::size_t most_held = 4'096;  // connections that a text may be about

  struct Told {
    Explanation explanation;
    std::uint8_t witness = 0;
    bool joined = false;
  };
  struct Held {
    Explanation explanation;
    std::vector<std::size_t> told;  // places in told_
  };

  void match();
  // Another connection of the same client to the same server, of which a text prints what this one
  // hides; null: there is none.
  [[nodiscard]] const Told* told_elsewhere(const Explanation& seen) const;
  void judge_with(const Told& told, Explanation& out) const;
  [[nodiscard]] bool has_heard(const Held& held, std::uint8_t witness) const;
  void give(Held&& held);

  const Setting& setting_;
  std::shared_ptr<const Witnesses> witnesses_;
  Handler handler_;
  RemedyCache remedies_;
  std::vector<Told> told_;
  std::vector<Held> held_;
};

}  // namespace tlswhy
