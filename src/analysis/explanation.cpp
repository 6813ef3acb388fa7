#include "analysis/explanation.hpp"

namespace tlswhy {

const Seen& Explanation::seen() const {
  static const Seen none{};
  const Seen* it = std::get_if<Seen>(&handshake);
  return it != nullptr ? *it : none;
}

const Played& Explanation::played() const {
  static const Played none{};
  const Played* it = std::get_if<Played>(&handshake);
  return it != nullptr ? *it : none;
}

Played& Explanation::played() {
  if (!std::holds_alternative<Played>(handshake)) handshake = Played{};
  return *std::get_if<Played>(&handshake);
}

const std::vector<Remedy>& Explanation::remedies() const {
  static const std::vector<Remedy> none;
  return shared_remedies ? *shared_remedies : none;
}

const LogFacts& facts_of(const Explanation& told) {
  return *told.seen().transcript.transport.log();
}

}  // namespace tlswhy
