#include "app/command_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <span>
#include <string>

#include "app/causes.hpp"
#include "app/changes.hpp"
#include "app/clients.hpp"
#include "app/exit_code.hpp"
#include "app/explain.hpp"
#include "app/judge.hpp"
#include "app/layout.hpp"
#include "app/learn.hpp"
#include "app/named_clients.hpp"
#include "app/probe.hpp"
#include "knowledge/knowledge.hpp"
#include "sources/certificates/read_certificates.hpp"

namespace tlswhy {
namespace {

bool wants_colour(const std::string& when) {
  if (when == "always") return true;
  return when == "auto" && isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

struct CommandLine {
  CLI::App app{
      "Says why a TLS connection failed: who refused, at which message, because of which facts,\n"
      "and what to change; or why one would fail. Reads packet captures (pcap, pcapng, .gz, .zst, "
      "- for a\n"
      "pipe), certificate chains and described servers, and asks servers.",
      "tlswhy"};
  ExplainOptions options;
  ProbeOptions asking;
  Installation installation;
  NamedClients clients;
  std::string colour = "auto";
  std::string language = "en";
  std::vector<std::string> as, trust;
  std::string at, server;
  bool json = false, ndjson = false;

  CommandLine() {
    app.set_version_flag("--version", "tlswhy " TLSWHY_VERSION);
    app.footer(
        "INPUT is told by its content: a capture, a certificate chain (PEM, DER, PKCS#7 ...) or "
        "folder, a\n"
        "described server (TOML), a Finesse layout, or HOST:PORT. Also: tlswhy probe "
        "HOST:PORT...,\n"
        "tlswhy verify HOST:PORT --was OLD.json, tlswhy changes --store FILE, tlswhy causes [ID],\n"
        "tlswhy clients [ID [OTHER]], tlswhy learn CAPTURE[:FRAME].\n"
        "Exit codes: 0 nothing failed or would fail, 10 refused by the client, 11 by the server, "
        "12 by\n"
        "something between, 20 would fail, 30 cannot be decided, 2 usage, 3 input unreadable.");
    app.add_option("INPUT", options.inputs,
                   "captures, chains, described servers; - is a capture on standard input")
        ->type_name("");
    app.add_flag("--all", options.all, "also list connections that worked");
    app.add_flag("--full", options.wording.full, "all steps, for all products, and the mechanism");
    auto* as_json = app.add_flag("--json", json, "one JSON document per input (tlswhy/1)");
    app.add_flag("--ndjson", ndjson, "one JSON line per connection")->excludes(as_json);
    app.add_option_function<std::string>(
        "--host", [this](const std::string& host) { options.setting.host = ServerName(host); },
        "the name that the client asked for, where the capture lacks it");
    app.add_option("--as", as,
                   "judge as this client: an id of `tlswhy clients` or a profile's file (TOML,\n"
                   "`tlswhy learn CAPTURE[:FRAME]` writes one); repeatable")
        ->type_name("ID|FILE")
        ->allow_extra_args(false);
    app.add_option("--java-security", installation.java_security,
                   "with --as java-...: the java.security of that Java")
        ->type_name("FILE");
    app.add_option("--java-version", installation.java_version,
                   "what `java -version` printed there, in place of --as")
        ->type_name("FILE");
    app.add_option("--openssl-cnf", installation.openssl_cnf,
                   "with --as openssl-..., curl-... and the like: the openssl.cnf there, or a\n"
                   "crypto-policies file")
        ->type_name("FILE");
    app.add_option(
           "--trust", trust,
           "the client's trust store: PEM, DER, PKCS#7, PKCS#12, JKS, .sst, cert9.db or a folder")
        ->type_name("PATH")
        ->allow_extra_args(false);
    app.add_option("--trust-password", options.trust_password, "of key stores");
    app.add_option("--server", server,
                   "the server's chain or description (TOML), where a capture does not show it")
        ->type_name("PATH");
    add_probe_options();
    app.add_option("--at", at, "the moment to judge at: 2025-03-01 or 2025-03-01T09:30:00Z")
        ->type_name("TIME");
    app.add_option("--product", options.wording.product,
                   "show the steps for this product (schannel, nginx, apache, ...)");
    app.add_option("--lang", language, "language of the report: en");
    app.add_option("--color", colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
  }

  void add_probe_options() {
    const auto option = [this](const char* name, auto& into, const char* what) {
      return app.add_option(name, into, what)->group("probe");
    };
    option("--starttls", asking.starttls,
           "turn to TLS as smtp, lmtp, imap, pop3, ftp, ldap, xmpp, xmpp-server, nntp, sieve,\n"
           "irc, postgres, mysql, rdp or tds does");
    option("--proxy", asking.proxy, "through http://HOST:PORT (CONNECT) or socks5://HOST:PORT");
    option("--ip", asking.addresses,
           "the address to ask, whatever the name's are; several with commas: each of them")
        ->delimiter(',')
        ->allow_extra_args(false);
    option("--sni", asking.server_name, "the name to send in server_name");
    option("--cert", asking.certificate, "the client's certificate with its chain; with --key");
    option("--key", asking.key, "its private key; never printed");
    option("--timeout", asking.timeout, "seconds for each step (5)");
    option("--rate", asking.rate, "connections a second at most, over all servers");
    option("--max-connections", asking.connections, "at a time to one server (4)");
    option("--list", asking.list, "a file of servers to ask, one a line; - is standard input");
    option("--store", asking.store,
           "keep what is found in this file (SQLite): an interrupted run goes on, and\n"
           "`tlswhy changes --store FILE` says what is new");
    option("--junit", asking.junit, "write the verdicts into this file, for test runners");
    app.add_flag("--disabled", asking.disabled, "of a layout: also the gadgets inside comments")
        ->group("probe");
    option("--was", asking.was, "verify: what an earlier probe --json printed");
    app.add_flag("--replay", asking.replay,
                 "also send each client's own hello, and finish the handshake as it would")
        ->group("probe");
  }
};

int complain(const std::string& what) {
  fmt::print(stderr, "tlswhy: {} (tlswhy --help)\n", what);
  return exit_code::usage;
}

// Resolves names of clients, stores and the moment; the exit code where one is wrong.
std::optional<int> resolve(CommandLine& line) {
  auto named = find_clients(line.as, line.installation);
  if (!named) {
    const Error& error = named.error();
    if (error.kind == Error::Kind::usage) return complain(error.what);
    fmt::print(stderr, "tlswhy: {}\n", error.what);
    return exit_code::unreadable;
  }
  line.clients = std::move(*named);
  line.options.setting.clients = line.clients.clients;
  std::ranges::copy(line.clients.notes, std::back_inserter(line.options.notes));
  for (const std::string& path : line.trust) {
    auto read = read_certificates(path, line.options.trust_password);
    if (!read) {
      fmt::print(stderr, "tlswhy: {}\n", read.error().what);
      return exit_code::unreadable;
    }
    auto& store = line.options.setting.store;
    if (!store) store.emplace();
    std::ranges::move(read->certificates, std::back_inserter(*store));
    std::ranges::move(read->notes, std::back_inserter(line.options.notes));
  }
  if (!line.server.empty()) {
    auto read = read_server(line.server, line.options.trust_password);
    if (!read) {
      fmt::print(stderr, "tlswhy: {}\n", read.error().what);
      return exit_code::unreadable;
    }
    line.options.setting.server = std::move(read->server);
    std::ranges::move(read->notes, std::back_inserter(line.options.notes));
  }
  if (!line.at.empty()) {
    line.options.setting.at = parse_time(line.at);
    if (!line.options.setting.at)
      return complain(fmt::format("\"{}\" is no time like 2025-03-01T09:30:00Z", line.at));
  }
  return std::nullopt;
}

// `tlswhy learn CAPTURE[:FRAME] [--as ID]`
int learn(CommandLine& line) {
  if (const auto code = resolve(line)) return *code;
  const auto& as = line.options.setting.clients;
  return learn_profile(line.options.inputs.back(), as.empty() ? nullptr : as.front());
}

// Clients, store, format: what all commands that judge have in common.
std::optional<int> prepare(CommandLine& line) {
  if (!line.options.wording.product.empty() &&
      !knowledge::find_product(line.options.wording.product)) {
    return complain(fmt::format("no product has the id \"{}\"", line.options.wording.product));
  }
  if (const auto code = resolve(line)) return code;
  line.options.format = line.json ? Format::json : line.ndjson ? Format::ndjson : Format::text;
  line.options.colour = wants_colour(line.colour);
  line.options.progress = isatty(STDERR_FILENO) != 0;
  return std::nullopt;
}

// Whether a word that names no file is meant as a server to ask.
bool names_server(const std::string& word) {
  std::error_code fault;
  if (std::filesystem::exists(word, fault) || word == "-") return false;
  if (word.starts_with("https://")) return true;
  const auto colon = word.rfind(':');
  return colon != std::string::npos && colon > 0 && colon + 1 < word.size() &&
         word.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
         word.find('/') == std::string::npos;
}

int ask(CommandLine& line, std::span<const std::string> targets) {
  line.asking.targets.assign(targets.begin(), targets.end());
  if (targets.empty() && line.asking.list.empty())
    return complain("probe: which server? HOST:PORT, or --list FILE");
  if (const auto code = prepare(line)) return *code;
  return probe(line.asking, line.options);
}

// `tlswhy changes --store FILE`
int changes(CommandLine& line) {
  if (line.asking.store.empty()) return complain("changes: of which store? --store FILE");
  if (const auto code = prepare(line)) return *code;
  return print_changes(line.asking.store, line.options);
}

int explain_inputs(CommandLine& line) {
  if (line.options.inputs.front() == "explain")
    line.options.inputs.erase(line.options.inputs.begin());
  if (line.options.inputs.empty()) return complain("no input was given");
  if (const auto code = prepare(line)) return *code;
  int code = exit_code::nothing_failed;
  auto& inputs = line.options.inputs;
  const auto layouts = std::ranges::stable_partition(
      inputs, [](const std::string& path) { return kind_of_input(path) != InputKind::layout; });
  for (const std::string& path : layouts)
    code = std::max(code, check_layout(path, line.asking, line.options));
  inputs.erase(layouts.begin(), inputs.end());
  return inputs.empty() ? code : std::max(code, explain(line.options));
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
  line.options.wording.language = *language;
  const auto& inputs = line.options.inputs;
  if (inputs.empty()) return complain("no input was given");
  if (inputs.front() == "causes" && inputs.size() <= 2) {
    return print_causes(inputs.size() == 2 ? inputs[1] : "", *language);
  }
  if (inputs.front() == "clients" && inputs.size() <= 3)
    return print_clients(std::span(inputs).subspan(1), line.installation, *language);
  if (inputs.front() == "learn" && inputs.size() == 2) return learn(line);
  if (inputs.front() == "changes" && inputs.size() == 1) return changes(line);
  if (inputs.front() == "probe") return ask(line, std::span(inputs).subspan(1));
  if (inputs.front() == "verify") {
    line.asking.targets.assign(inputs.begin() + 1, inputs.end());
    if (const auto code = prepare(line)) return *code;
    return verify(line.asking, line.options);
  }
  if (std::ranges::all_of(inputs, names_server)) return ask(line, inputs);
  return explain_inputs(line);
}

}  // namespace tlswhy
