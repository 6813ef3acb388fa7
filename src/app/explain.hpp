// `tlswhy INPUT...`: from capture files to reports on standard output.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/setting.hpp"
#include "redact/redact.hpp"
#include "report/text/text.hpp"
#include "report/wording.hpp"

namespace tlswhy {

enum class Format { text, json, ndjson };

// --html: where the page goes, and what it will hold.
struct PageFile {
  std::string path;
  std::vector<std::string> documents{};
};

// --ask: the servers that texts name whose words leave the cause open, as a probe takes them, and
// the clients that the texts show.
struct ServersNamed {
  std::vector<std::string> words;
  std::vector<const knowledge::ClientProfile*> clients;
};

struct ExplainOptions {
  std::vector<std::string> inputs;
  Setting setting;
  Format format = Format::text;
  std::string chain_list;            // the input that is a list of chains, whatever it looks like
  bool all = false;                  // also connections that were established
  Wording wording;                   // language, and whose steps to show
  std::string annotate;              // --annotate: where the copy goes; empty: none is made
  std::string trust_password;        // of key stores
  std::vector<std::string> notes;    // of store, server and settings
  std::shared_ptr<PageFile> page{};  // of all inputs; null: documents are printed
  std::shared_ptr<ServersNamed> servers_named{};  // null: nobody wants to know
  std::shared_ptr<Redaction> redaction{};  // of all that is printed; null: it is said as it is
  bool colour = false;
  bool markdown = false;  // of Format::text
  bool progress = false;  // on standard error

  [[nodiscard]] text::TextOptions style() const { return {wording, colour, markdown}; }
};

// The exit code of the contract.
int explain(const ExplainOptions& options);

}  // namespace tlswhy
