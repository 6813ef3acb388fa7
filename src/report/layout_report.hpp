// A Finesse layout whose gadget servers were asked: what every renderer of it reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/judge.hpp"
#include "knowledge/language.hpp"
#include "sources/layout/gadget_outcome.hpp"

namespace tlswhy {

// A server that gadgets come from, as the clients that were asked for meet it.
struct GadgetHost {
  std::string name;     // host:port
  Judged judged;        // with what was learnt; no verdicts: it was not reached
  std::string trouble;  // why it was not, one line

  // A name with several addresses is several servers. The above is of one that refuses, where one
  // does: a gadget that loads by turns does not load.
  std::string address;          // whose; empty: the only one, or they are all alike
  std::size_t addresses = 1;    // that were asked
  std::size_t refusing = 0;     // of them, by a client or its server
  std::size_t unreachable = 0;  // of them
  std::string
      cut_off;  // clients that take an address alone which is not reached, one line; or none

  // The first verdict of a client that would not connect; null: all would, or nobody was asked.
  [[nodiscard]] const Explanation* refusal() const;
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
  std::optional<GadgetOutcome> outcome;  // none: not fetched; of the last redirect
};

struct LayoutReport {
  std::string name;  // of the file
  std::vector<std::string> notes;
  std::vector<GadgetHost> hosts;
  std::vector<GadgetRow> rows;  // in the order of the layout
  std::size_t left_out = 0;     // gadgets inside comments that were not asked for
};

// Why clients do not connect to the server or, where they do, what they agree on: one line.
std::string connection_text(const GadgetHost& host, knowledge::Language language);
// What came in place of a gadget, or its title: one line.
std::string text_of(const GadgetOutcome& outcome, knowledge::Language language);

// Whether the gadget will load: all clients connect and, where it was fetched, it is one. Nothing:
// that was not asked (Finesse's own, no TLS, a placeholder) or not decided.
std::optional<bool> loads(const LayoutReport& report, const GadgetRow& row);

}  // namespace tlswhy
