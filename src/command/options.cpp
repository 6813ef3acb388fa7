#include "command/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <utility>

#include "app/exit_code.hpp"
#include "base/utf8.hpp"
#include "knowledge/client.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/phrase.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "report/text/lines.hpp"

namespace tlswhy {
namespace {

using knowledge::Language;

constexpr std::size_t columns = 80;
constexpr std::size_t option_column = 30;  // where CLI11 begins to say what an option does

// What can follow an option whose values knowledge lists.
std::vector<std::string> choices_of(std::string_view option) {
  std::vector<std::string> out;
  const auto names = [&out](const auto& all) {
    for (const auto& each : all) out.emplace_back(each.name);
  };
  if (option == "--as") names(knowledge::clients());
  if (option == "--product") names(knowledge::products());
  if (option == "--lang") out = {"en", "ko", "zh-Hant"};
  if (option == "--color") out = {"auto", "always", "never"};
  return out;
}

// As wide as anything that is said: it is broken by whoever shows it.
constexpr std::size_t one_line = 100'000;

struct Parser : CommandLine {
  Language reader;
  std::size_t width;  // of what is said of an option
  CLI::App app;

  explicit Parser(Language of_reader, std::size_t of_width = columns - option_column)
      : reader(of_reader),
        width(of_width),
        app(wrapped(sentence::option_about, columns), "tlswhy") {
    frame();
    declare();
    declare_inputs();
    declare_formats();
    declare_probe();
  }

  [[nodiscard]] std::string wrapped(knowledge::SentenceId id, std::size_t room) const {
    return fmt::format("{}", fmt::join(text::wrap(knowledge::sentence(id, reader), room), "\n"));
  }
  [[nodiscard]] std::string word(knowledge::SentenceId id) const { return wrapped(id, width); }
  [[nodiscard]] std::string name(knowledge::SentenceId id) const {
    return std::string(knowledge::sentence(id, reader));
  }

  // CLI11's own words.
  void frame() {
    app.get_formatter()->label("Usage", name(sentence::option_usage));
    app.get_formatter()->label("OPTIONS", name(sentence::option_options));
    app.get_formatter()->label("Positionals", name(sentence::option_inputs));
    app.get_formatter()->label("Excludes", name(sentence::option_excludes));
    app.option_defaults()->group(name(sentence::option_options));
    app.set_help_flag("-h,--help", word(sentence::option_help))
        ->group(name(sentence::option_options));
    app.set_version_flag("--version", "tlswhy " TLSWHY_VERSION, word(sentence::option_version))
        ->group(name(sentence::option_options));
    app.footer(wrapped(sentence::option_footer, columns) + "\n" +
               wrapped(sentence::option_exit_codes, columns));
  }

  void declare() {
    app.add_option("INPUT", options.inputs, word(sentence::option_input))->type_name("");
    app.add_flag("--all", options.all, word(sentence::option_all));
    app.add_flag("--full", options.wording.full, word(sentence::option_full));
    app.add_option_function<std::string>(
        "--host", [this](const std::string& host) { options.setting.host = ServerName(host); },
        word(sentence::option_host));
  }

  // Whom to judge as, and what is known beside the evidence.
  void declare_inputs() {
    app.add_option("--as", as, word(sentence::option_as))
        ->type_name("ID|FILE")
        ->allow_extra_args(false);
    app.add_option("--java-security", installation.java_security,
                   word(sentence::option_java_security))
        ->type_name("FILE");
    app.add_option("--java-version", installation.java_version, word(sentence::option_java_version))
        ->type_name("FILE");
    app.add_option("--openssl-cnf", installation.openssl_cnf, word(sentence::option_openssl_cnf))
        ->type_name("FILE");
    app.add_option("--trust", trust, word(sentence::option_trust))
        ->type_name("PATH")
        ->allow_extra_args(false);
    app.add_option("--trust-password", options.trust_password,
                   word(sentence::option_trust_password));
    app.add_option("--server", server, word(sentence::option_server))->type_name("PATH");
    app.add_option("--chains", options.chain_list, word(sentence::option_chains))
        ->type_name("FILE");
    app.add_option("--at", at, word(sentence::option_at))->type_name("TIME");
    app.add_option("--product", options.wording.product, word(sentence::option_product));
    app.add_option("--lang", language, word(sentence::option_lang));
    app.add_option("--color", colour, word(sentence::option_color))
        ->check(CLI::IsMember(choices_of("--color")));
  }

  // How it is said; one of them.
  void declare_formats() {
    auto* as_json = app.add_flag("--json", json, word(sentence::option_json));
    auto* as_lines =
        app.add_flag("--ndjson", ndjson, word(sentence::option_ndjson))->excludes(as_json);
    auto* as_markdown =
        app.add_flag("--markdown", options.markdown, word(sentence::option_markdown))
            ->excludes(as_json)
            ->excludes(as_lines);
    app.add_option("--html", html, word(sentence::option_html))
        ->type_name("FILE")
        ->excludes(as_json)
        ->excludes(as_lines)
        ->excludes(as_markdown);
    app.add_option("--annotate", options.annotate, word(sentence::option_annotate))
        ->type_name("FILE");
    app.add_flag("--redact", redact, word(sentence::option_redact));
    app.add_option("--redact-key", redact_key, word(sentence::option_redact_key))
        ->type_name("FILE");
  }

  void declare_probe() {
    const auto option = [this](const char* name, auto& into, const std::string& what) {
      return app.add_option(name, into, what)->group("probe");
    };
    option("--starttls", asking.starttls, word(sentence::option_starttls));
    option("--proxy", asking.proxy, word(sentence::option_proxy));
    option("--ip", asking.addresses, word(sentence::option_ip))
        ->delimiter(',')
        ->allow_extra_args(false);
    option("--sni", asking.server_name, word(sentence::option_sni));
    option("--cert", asking.certificate, word(sentence::option_cert));
    option("--key", asking.key, word(sentence::option_key));
    option("--timeout", asking.timeout, word(sentence::option_timeout));
    option("--rate", asking.rate, word(sentence::option_rate));
    option("--max-connections", asking.connections, word(sentence::option_max_connections));
    option("--list", asking.list, word(sentence::option_list));
    option("--store", asking.store, word(sentence::option_store));
    option("--junit", asking.junit, word(sentence::option_junit));
    app.add_flag("--disabled", asking.disabled, word(sentence::option_disabled))->group("probe");
    app.add_flag("--ask", ask, word(sentence::option_ask))->group("probe");
    option("--was", asking.was, word(sentence::option_was));
    app.add_flag("--replay", asking.replay, word(sentence::option_replay))->group("probe");
  }
};

}  // namespace

std::vector<OptionHelp> options_help(knowledge::Language language) {
  Parser parser(language, one_line);
  std::vector<OptionHelp> out;
  for (const CLI::Option* option : parser.app.get_options()) {
    if (option->get_lnames().empty()) continue;  // the inputs
    const bool flag = option->get_items_expected_max() == 0;
    const auto& letters = option->get_snames();
    OptionHelp help{.name = "--" + option->get_lnames().front(),
                    .short_name = letters.empty() ? "" : "-" + letters.front(),
                    .value = flag ? "" : option->get_type_name(),
                    .text = option->get_description()};
    help.choices = choices_of(help.name);
    out.push_back(std::move(help));
  }
  return out;
}

int complain(knowledge::Language language, const std::string& what) {
  fmt::print(stderr, "tlswhy: {} (tlswhy --help)\n", harmless(knowledge::phrase(what, language)));
  return exit_code::usage;
}

std::string language_asked(std::span<char* const> arguments) {
  constexpr std::string_view option = "--lang";
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == option && i + 1 < arguments.size()) return arguments[i + 1];
    if (argument.starts_with("--lang=")) return std::string(argument.substr(option.size() + 1));
  }
  return {};
}

std::optional<int> parse(std::span<char* const> arguments, knowledge::Language language,
                         CommandLine& line) {
  Parser parser(language);
  try {
    parser.app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return parser.app.exit(error);
    return complain(language, error.what());
  }
  line = std::move(static_cast<CommandLine&>(parser));
  return std::nullopt;
}

}  // namespace tlswhy
