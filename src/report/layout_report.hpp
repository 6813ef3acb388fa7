// A Finesse layout whose gadget servers were asked: what every renderer of it reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/gadget_outcome.hpp"
#include "report/verdict.hpp"

namespace tlswhy {

// A server that gadgets come from, as the clients that were asked for meet it.
struct GadgetHost {
  std::string name;               // host:port
  Question question;              // with what was learnt
  std::vector<Verdict> verdicts;  // one for each client; empty: it was not reached
  std::string trouble;            // why it was not, one line

  // The first verdict of a client that would not connect; null: all would, or nobody was asked.
  [[nodiscard]] const Verdict* refusal() const;
};

// One gadget from one server; a gadget with alternateHosts has a row for each.
struct GadgetRow {
  enum class Source : std::uint8_t { server, own, plain, placeholder, other, malformed };
  Source source = Source::server;
  std::string element, role, tab, url;  // as the layout has them
  std::uint32_t line = 0;
  std::optional<std::size_t> host;       // place in LayoutReport::hosts, of Source::server
  bool alternate = false;                // one of alternateHosts
  bool disabled = false;                 // inside a comment
  std::string fault;                     // of Source::malformed
  std::optional<GadgetOutcome> outcome;  // none: not fetched
};

struct LayoutReport {
  std::string name;  // of the file
  std::vector<std::string> notes;
  std::vector<GadgetHost> hosts;
  std::vector<GadgetRow> rows;  // in the order of the layout
  std::size_t left_out = 0;     // gadgets inside comments that were not asked for
};

// Whether the gadget will load: all clients connect and, where it was fetched, it is one. Nothing:
// that was not asked (Finesse's own, no TLS, a placeholder) or not decided.
std::optional<bool> loads(const LayoutReport& report, const GadgetRow& row);

}  // namespace tlswhy
