#include "app/command_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <string>

#include "app/causes.hpp"
#include "app/exit_code.hpp"
#include "app/explain.hpp"
#include "knowledge/knowledge.hpp"

namespace tlswhy {
namespace {

bool wants_colour(const std::string& when) {
  if (when == "always") return true;
  return when == "auto" && isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

struct CommandLine {
  CLI::App app{
      "Says why a TLS connection failed: who refused, at which message, because of which facts,\n"
      "and what to change. Reads packet captures (pcap, pcapng, .gz, .zst, - for a pipe).",
      "tlswhy"};
  ExplainOptions options;
  std::string colour = "auto";
  std::string language = "en";
  std::string cause;
  bool json = false, ndjson = false;

  CommandLine() {
    app.set_version_flag("--version", "tlswhy " TLSWHY_VERSION);
    app.footer(
        "Exit codes: 0 nothing failed, 10 refused by the client, 11 by the server, 12 by "
        "something\n"
        "between, 30 cannot be decided, 2 usage, 3 input unreadable. `tlswhy causes [ID]` prints "
        "what\n"
        "is known of a cause.");
    app.add_option("INPUT", options.inputs, "capture files; - is the standard input")
        ->type_name("");
    app.add_flag("--all", options.all, "also list connections that worked");
    app.add_flag("--full", options.full, "all steps, for all products, and the mechanism");
    auto* as_json = app.add_flag("--json", json, "one JSON document per input (tlswhy/1)");
    app.add_flag("--ndjson", ndjson, "one JSON line per connection")->excludes(as_json);
    app.add_option("--host", options.host,
                   "the name that the client asked for, where the capture lacks it");
    app.add_option("--product", options.product,
                   "show the steps for this product (schannel, nginx, apache, ...)");
    app.add_option("--lang", language, "language of the report: en");
    app.add_option("--color", colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
  }
};

int complain(const std::string& what) {
  fmt::print(stderr, "tlswhy: {} (tlswhy --help)\n", what);
  return exit_code::usage;
}

int explain_inputs(CommandLine& line) {
  if (line.options.inputs.front() == "explain")
    line.options.inputs.erase(line.options.inputs.begin());
  if (line.options.inputs.empty()) return complain("no input was given");
  if (!line.options.product.empty() && !knowledge::find_product(line.options.product)) {
    return complain(fmt::format("no product has the id \"{}\"", line.options.product));
  }
  line.options.format = line.json ? Format::json : line.ndjson ? Format::ndjson : Format::text;
  line.options.colour = wants_colour(line.colour);
  line.options.progress = isatty(STDERR_FILENO) != 0;
  return explain(line.options);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return line.app.exit(error);
    return complain(error.what());
  }
  const auto language = knowledge::find_language(line.language);
  if (!language) return complain(fmt::format("no texts in the language \"{}\"", line.language));
  line.options.language = *language;
  const auto& inputs = line.options.inputs;
  if (inputs.empty()) return complain("no input was given");
  if (inputs.front() == "causes" && inputs.size() <= 2) {
    return print_causes(inputs.size() == 2 ? inputs[1] : "", *language);
  }
  return explain_inputs(line);
}

}  // namespace tlswhy
