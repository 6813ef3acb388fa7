#include "app/learn.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>
#include <vector>

#include "analysis/transcripts.hpp"
#include "app/exit_code.hpp"
#include "app/tell.hpp"
#include "base/files.hpp"
#include "base/hex.hpp"
#include "diagnosis/recognise.hpp"
#include "knowledge/learn.hpp"
#include "report/profile.hpp"
#include "session/recorded_hello.hpp"
#include "sources/capture/read_capture.hpp"
#include "sources/profile/read_profile.hpp"
#include "transcript/handshake.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_offers = 100;  // that are kept apart

struct SeenHello {
  std::uint32_t frame = 0;
  ClientHello hello;
  std::string message;  // hexadecimal digits of the whole
};

struct Wanted {
  std::string path;
  std::optional<std::uint32_t> frame;
};

// `capture.pcap:42`; a file whose name ends so wins.
Wanted wanted(const std::string& input) {
  const std::size_t colon = input.rfind(':');
  if (colon == std::string::npos || kind_of_path(input) != PathKind::nothing) return {input, {}};
  std::uint32_t frame = 0;
  const char* last = input.data() + input.size();
  const auto [end, bad] = std::from_chars(input.data() + colon + 1, last, frame);
  if (bad != std::errc{} || end != last) return {input, {}};
  return {input.substr(0, colon), frame};
}

// The ClientHellos of a capture: the first of each offer, or that of the wanted frame.
class Hellos {
 public:
  explicit Hellos(std::optional<std::uint32_t> frame) : frame_(frame) {}
  StreamConsumerFactory& streams() { return transcripts_; }
  std::vector<SeenHello> take_seen() {
    std::ranges::sort(seen_, {}, &SeenHello::frame);
    return std::move(seen_);
  }

 private:
  void take(const Transcript& t) {
    const Handshake h = read_handshake(t, nullptr);
    if (!h.client_hello) return;
    const std::uint32_t frame = h.client_hello.frame();
    if (frame_ && frame != *frame_) return;
    for (SeenHello& seen : seen_) {
      if (!same_offer(seen.hello, *h.client_hello)) continue;
      seen.frame = std::min(seen.frame, frame);
      return;
    }
    if (seen_.size() < most_offers) seen_.push_back({frame, *h.client_hello, first_message(t)});
  }

  // The first ClientHello. Profiles are handed on: what belongs to that one connection (the
  // server's name, tickets, keys) is not in it.
  static std::string first_message(const Transcript& t) {
    const auto hello = std::ranges::find_if(t.messages, [](const HandshakeMessage& m) {
      return m.type == HandshakeType::client_hello && !m.sslv2;
    });
    if (hello == t.messages.end()) return {};
    const auto parsed = parse_client_hello(t.body(*hello));
    const auto recorded = from_hex(fmt::format("01{:06x}{}", hello->size, hex(t.body(*hello))));
    const auto no_secret = [](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, 1); };
    const auto own =
        own_hello(*recorded, parsed && parsed->server_name ? "server.example" : "", no_secret);
    return own ? hex(own->message) : std::string();
  }

  std::optional<std::uint32_t> frame_;
  Transcripts transcripts_{[this](Transcript&& t) { take(t); }};
  std::vector<SeenHello> seen_;
};

const knowledge::ClientProfile* like(const ClientHello& hello) {
  for (const knowledge::Stack* stack : recognise(hello)) {
    if (const auto* typical = knowledge::typical_client(stack->id)) return typical;
  }
  return nullptr;
}

void note_others(const std::vector<SeenHello>& seen, knowledge::Language language) {
  if (seen.size() < 2) return;
  std::vector<std::uint32_t> frames;
  for (const SeenHello& other : std::span(seen).subspan(1)) frames.push_back(other.frame);
  tell(fmt::format("ClientHellos that offer something else: frame {}", fmt::join(frames, ", ")),
       language);
}

std::string as_text(const SeenHello& seen, const std::string& path,
                    const knowledge::ClientProfile& base) {
  OwnProfile own = learn(seen.hello, base);
  const std::string file = file_name_of(path);
  const std::string origin = fmt::format("learnt from {}, frame {}", file, seen.frame);
  call(own, "learnt", origin);
  knowledge::ClientProfile& profile = own.edit();
  profile.basis = knowledge::Basis::lab;
  profile.offer.client_hello = own.keep(std::string(seen.message));
  profile.aliases = {};
  profile.sources = own.keep(std::vector<std::string>{origin});
  profile.assumptions = own.keep(std::vector<std::string>{
      fmt::format("policy, path rules and answers are those of {}", base.name)});
  return profile::as_toml(profile);
}

}  // namespace

int learn_profile(const std::string& input, const knowledge::ClientProfile* base,
                  knowledge::Language language) {
  const auto fail = [language](int code, const std::string& what) {
    tell(what, language);
    return code;
  };
  const auto [path, frame] = wanted(input);
  Hellos hellos(frame);
  if (const auto read = read_capture(path, hellos.streams()); !read)
    return fail(exit_code::unreadable, read.error().what);
  const std::vector<SeenHello> seen = hellos.take_seen();
  if (seen.empty()) {
    return fail(exit_code::unreadable,
                frame ? fmt::format("{}: frame {} does not complete a ClientHello", path, *frame)
                      : fmt::format("{}: holds no ClientHello", path));
  }
  const SeenHello& first = seen.front();
  if (base == nullptr) base = like(first.hello);
  if (base == nullptr) {
    return fail(exit_code::usage,
                fmt::format("{}: frame {}: the library is not recognised: name a client that is "
                            "like it with --as ID",
                            path, first.frame));
  }
  if (first.hello.sslv2_format)
    return fail(exit_code::unreadable,
                fmt::format("{}: frame {}: an SSLv2 hello", path, first.frame));
  note_others(seen, language);
  fmt::print("{}", as_text(first, path, *base));
  return exit_code::nothing_failed;
}

}  // namespace tlswhy
