#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// The same server went through with a handshake in an older version, and breaks off or says nothing
// where TLS 1.3 is offered: the offer itself may be what it, or somebody in between, stumbles over.
namespace tlswhy::signs {

void beside(const Case& c, Findings& out) {
  constexpr std::int64_t long_silence_ns = 1'000'000'000;
  const auto& works = c.beside->works;
  if (!works || c.picture.stage != Stage::client_hello || is_tls13(works->version)) return;
  if (!is_tls13(c.handshake.client_hello->highest_version())) return;
  const bool silent = c.picture.ending == Ending::none && c.picture.silence_ns >= long_silence_ns;
  const bool closed = c.picture.ending == Ending::fin || c.picture.ending == Ending::rst;
  if (!silent && !closed) return;
  out.add(rank::unanswered_hello_version_intolerance_older_works, Standing::likely,
          {works_beside_fact(c)});
}

}  // namespace tlswhy::signs
