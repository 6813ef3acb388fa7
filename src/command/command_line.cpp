#include "command/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/annotate.hpp"
#include "app/causes.hpp"
#include "app/clients.hpp"
#include "app/exit_code.hpp"
#include "app/explain.hpp"
#include "app/judge.hpp"
#include "app/learn.hpp"
#include "app/page_file.hpp"
#include "app/redact_key.hpp"
#include "app/tell.hpp"
#include "asking/changes.hpp"
#include "asking/layout.hpp"
#include "asking/probe.hpp"
#include "base/files.hpp"
#include "command/completions.hpp"
#include "command/console.hpp"
#include "command/manual.hpp"
#include "command/options.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/knowledge.hpp"

namespace tlswhy {
namespace {

bool wants_colour(const std::string& when) {
  if (when == "always") return true;
  return when == "auto" && shows_sequences(Output::standard) && std::getenv("NO_COLOR") == nullptr;
}

int mistake(knowledge::Language language, knowledge::SentenceId id,
            std::initializer_list<knowledge::Parameter> parameters = {}) {
  return complain(language, knowledge::say(id, language, parameters));
}

// Our own mistake or the caller's: its exit code.
int cannot(const Error& error, knowledge::Language language) {
  if (error.kind == Error::Kind::usage) return complain(language, error.what);
  return tell(error, language);
}

// `tlswhy learn CAPTURE[:FRAME] [--as ID]`
int learn(CommandLine& line) {
  if (const auto done = resolve(line); !done)
    return cannot(done.error(), line.options.wording.language);
  const auto& as = line.options.setting.clients;
  return learn_profile(line.options.inputs.back(), as.empty() ? nullptr : as.front(),
                       line.options.wording.language);
}

// `tlswhy completions SHELL`
int print_completions(const std::string& shell, knowledge::Language language) {
  const auto script = completions(shell, language);
  if (!script) return mistake(language, sentence::usage_shell);
  fmt::print("{}", *script);
  return exit_code::nothing_failed;
}

// Clients, store, format: what all commands that judge have in common.
std::optional<int> prepare(CommandLine& line) {
  if (const auto done = resolve(line); !done)
    return cannot(done.error(), line.options.wording.language);
  const bool whole = line.json || !line.html.empty();
  line.options.format = whole ? Format::json : line.ndjson ? Format::ndjson : Format::text;
  if (!line.html.empty()) {
    line.options.page = std::make_shared<PageFile>(line.html);
    if (const auto may = may_write_page(line.options); !may)
      return cannot(may.error(), line.options.wording.language);
  }
  line.options.colour = !line.options.markdown && wants_colour(line.colour);
  line.options.progress = shows_sequences(Output::error);
  if (line.redact) {
    std::vector<std::string> files = files_beside(line);
    files.push_back(line.asking.list);
    if (const auto done = redact(line.redact_key, files, line.options); !done)
      return cannot(done.error(), line.options.wording.language);
  }
  return std::nullopt;
}

// Whether a word that names no file is meant as a server to ask.
bool names_server(const std::string& word) {
  if (kind_of_path(word) != PathKind::nothing || word == "-") return false;
  if (word.find_first_of(" \t\n") != std::string::npos) return false;  // an error's text
  if (word.starts_with("https://")) return true;
  const auto colon = word.rfind(':');
  return colon != std::string::npos && colon > 0 && colon + 1 < word.size() &&
         word.find_first_not_of("0123456789", colon + 1) == std::string::npos && !has_folders(word);
}

int ask(CommandLine& line, std::span<const std::string> targets) {
  line.asking.targets.assign(targets.begin(), targets.end());
  if (targets.empty() && line.asking.list.empty())
    return mistake(line.options.wording.language, sentence::usage_which_server);
  if (const auto code = prepare(line)) return *code;
  return probe(line.asking, line.options);
}

// `tlswhy changes --store FILE`
int changes(CommandLine& line) {
  if (line.asking.store.empty())
    return mistake(line.options.wording.language, sentence::usage_which_store);
  if (const auto code = prepare(line)) return *code;
  return print_changes(line.asking.store, line.options);
}

// --ask: the servers that the texts named, as the clients that are given or that the texts show.
int ask_named(CommandLine& line) {
  ServersNamed named = std::move(*line.options.servers_named);
  const knowledge::Language language = line.options.wording.language;
  if (named.words.empty()) {
    tell(knowledge::say(sentence::usage_nobody_to_ask, language), language);
    return exit_code::nothing_failed;
  }
  if (line.options.setting.clients.empty()) line.options.setting.clients = named.clients;
  line.asking.targets = std::move(named.words);
  return probe(line.asking, line.options);
}

int explain_inputs(CommandLine& line) {
  if (line.options.inputs.front() == "explain")
    line.options.inputs.erase(line.options.inputs.begin());
  if (line.options.inputs.empty())
    return mistake(line.options.wording.language, sentence::usage_no_input);
  if (const auto code = prepare(line)) return *code;
  if (!line.options.annotate.empty()) {
    if (const auto may = may_annotate(line.options); !may)
      return cannot(may.error(), line.options.wording.language);
  }
  int code = exit_code::nothing_failed;
  auto& inputs = line.options.inputs;
  const auto layouts = std::ranges::stable_partition(
      inputs, [](const std::string& path) { return kind_of_input(path) != InputKind::layout; });
  for (const std::string& path : layouts)
    code = std::max(code, check_layout(path, line.asking, line.options));
  inputs.erase(layouts.begin(), inputs.end());
  if (inputs.empty()) return code;
  if (line.ask) line.options.servers_named = std::make_shared<ServersNamed>();
  code = std::max(code, explain(line.options));
  return line.ask ? std::max(code, ask_named(line)) : code;
}

// What holds the names themselves, and no report (redact() knows what else); empty: all can be said
// with stand-ins.
std::string_view not_redacted(const CommandLine& line) {
  if (!line.asking.store.empty()) return "--store";
  if (!line.asking.junit.empty()) return "--junit";
  if (line.options.inputs.empty()) return {};
  const std::string& first = line.options.inputs.front();
  for (const std::string_view command : {"changes", "clients", "learn", "verify"})
    if (first == command) return command;
  return {};
}

int run(CommandLine& line, knowledge::Language language) {
  line.options.wording.language = language;
  if (!line.options.chain_list.empty()) line.options.inputs.push_back(line.options.chain_list);
  const auto& inputs = line.options.inputs;
  line.redact = line.redact || !line.redact_key.empty();
  if (const auto what = not_redacted(line); line.redact && !what.empty())
    return mistake(language, sentence::usage_no_redact, {{"command", what}});
  if (inputs.empty()) return mistake(language, sentence::usage_no_input);
  if (inputs.front() == "causes" && inputs.size() <= 2) {
    return print_causes(inputs.size() == 2 ? inputs[1] : "", language);
  }
  if (inputs.front() == "clients" && inputs.size() <= 3)
    return print_clients(std::span(inputs).subspan(1), line.installation, language);
  if (inputs.front() == "completions" && inputs.size() <= 2)
    return print_completions(inputs.size() == 2 ? inputs[1] : "", language);
  if (inputs.front() == "manual" && inputs.size() == 1) {
    fmt::print("{}", manual(language));
    return exit_code::nothing_failed;
  }
  if (inputs.front() == "learn" && inputs.size() == 2) return learn(line);
  // Their texts are lists of changes and no reports.
  if (line.options.markdown && (inputs.front() == "changes" || inputs.front() == "verify"))
    return mistake(language, sentence::usage_no_markdown, {{"command", inputs.front()}});
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

}  // namespace

int run_command_line(std::span<char* const> arguments) {
  CommandLine line;
  const knowledge::Language of_locale = knowledge::language_of_locale(locale_of_messages());
  const std::string asked = language_asked(arguments);
  const auto language = asked.empty() ? std::optional(of_locale) : knowledge::find_language(asked);
  if (!language) return mistake(of_locale, sentence::usage_language, {{"tag", asked}});
  if (const auto code = parse(arguments, *language, line)) return *code;
  int code = run(line, *language);
  if (line.options.redaction && !line.redact_key.empty()) {
    if (const auto kept = write_redact_key(line.redact_key, line.options); !kept)
      code = std::max(code, cannot(kept.error(), *language));
  }
  // Where nothing could be read there is no page either.
  if (!line.options.page || line.options.page->documents.empty()) return code;
  const auto written = write_page(line.options);
  return written ? code : std::max(code, cannot(written.error(), *language));
}

}  // namespace tlswhy
