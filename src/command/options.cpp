#include "command/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <utility>

#include "app/exit_code.hpp"

namespace tlswhy {
namespace {

struct Parser : CommandLine {
  CLI::App app{
      "Says why a TLS connection failed: who refused, at which message, because of which facts,\n"
      "and what to change; or why one would fail. Reads packet captures (pcap, pcapng, .gz, .zst, "
      "- for a\n"
      "pipe), certificate chains and described servers, and asks servers.",
      "tlswhy"};

  Parser() {
    declare();
    declare_formats();
    declare_probe();
  }

  void declare() {
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
    app.add_option("--at", at, "the moment to judge at: 2025-03-01 or 2025-03-01T09:30:00Z")
        ->type_name("TIME");
    app.add_option("--product", options.wording.product,
                   "show the steps for this product (schannel, nginx, apache, ...)");
    app.add_option("--lang", language, "language of the report: en");
    app.add_option("--color", colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
  }

  // How it is said; one of them.
  void declare_formats() {
    auto* as_json = app.add_flag("--json", json, "one JSON document per input (tlswhy/1)");
    auto* as_lines =
        app.add_flag("--ndjson", ndjson, "one JSON line per connection")->excludes(as_json);
    auto* as_markdown = app.add_flag("--markdown", options.markdown, "as Markdown, for a ticket")
                            ->excludes(as_json)
                            ->excludes(as_lines);
    app.add_option("--html", html, "write the report as a page into this file; prints nothing")
        ->type_name("FILE")
        ->excludes(as_json)
        ->excludes(as_lines)
        ->excludes(as_markdown);
  }

  void declare_probe() {
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

}  // namespace

int complain(const std::string& what) {
  fmt::print(stderr, "tlswhy: {} (tlswhy --help)\n", what);
  return exit_code::usage;
}

std::optional<int> parse(int argc, char** argv, CommandLine& line) {
  Parser parser;
  try {
    parser.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return parser.app.exit(error);
    return complain(error.what());
  }
  line = std::move(static_cast<CommandLine&>(parser));
  return std::nullopt;
}

}  // namespace tlswhy
