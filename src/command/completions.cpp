#include "command/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "command/options.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/client.hpp"

namespace tlswhy {
namespace {

using Options = std::vector<OptionHelp>;

constexpr std::string_view shells = "bash zsh fish powershell";

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
  return fmt::format("{}", fmt::join(words, between));
}

template <class Named>
std::string names_of(const Named& all) {
  std::vector<std::string> out;
  for (const auto& each : all) out.emplace_back(each.name);
  return joined(out);
}

std::string command_names() { return names_of(commands); }

std::string option_names(const Options& options) {
  std::vector<std::string> out;
  for (const OptionHelp& o : options) {
    out.push_back(o.name);
    if (!o.short_name.empty()) out.push_back(o.short_name);
  }
  return joined(out);
}

// `text` with `by` in front of each character of `special`.
std::string escaped(std::string_view text, std::string_view special, std::string_view by) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += by;
    out += c;
  }
  return out;
}

// Files are what bash and fish offer where nothing else is said.
std::string bash(const Options& options) {
  std::string values;
  for (const OptionHelp& o : options) {
    if (o.value.empty()) continue;
    values += o.choices.empty() ? fmt::format("    {}) return ;;\n", o.name)
                                : fmt::format("    {}) words='{}' ;;\n", o.name, joined(o.choices));
  }
  return fmt::format(R"(# Completion of tlswhy for bash; written by `tlswhy completions bash`.
_tlswhy() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words=
  COMPREPLY=()
  case ${{COMP_WORDS[COMP_CWORD - 1]}} in
{}    causes) words='{}' ;;
    clients) words='{}' ;;
    completions) words='{}' ;;
    *)
      if [[ $word == -* ]]; then
        words='{}'
      elif ((COMP_CWORD == 1)); then
        words='{}'
      fi
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}
complete -o default -F _tlswhy tlswhy
)",
                     values, names_of(knowledge::causes()), names_of(knowledge::clients()), shells,
                     option_names(options), command_names());
}

// What `_arguments` takes: '--as[what it does]:ID:(one two)'.
std::string zsh(const Options& options) {
  std::string specs;
  const auto quoted = [](std::string_view text) {
    return escaped(escaped(text, "[]:\\", "\\"), "'", "'\\'");
  };
  for (const OptionHelp& o : options) {
    std::string spec = fmt::format("{}[{}]", o.name, quoted(o.text));
    if (!o.value.empty())
      spec += fmt::format(":{}:{}", quoted(o.value),
                          o.choices.empty() ? "_files" : "(" + joined(o.choices) + ")");
    specs += fmt::format("    '*{}' \\\n", spec);
    if (!o.short_name.empty())
      specs += fmt::format("    '{}[{}]' \\\n", o.short_name, quoted(o.text));
  }
  return fmt::format(R"(#compdef tlswhy
# Completion of tlswhy for zsh; written by `tlswhy completions zsh`.
_tlswhy_input() {{
  case $words[2] in
    causes) compadd {} ;;
    clients) compadd {} ;;
    completions) compadd {} ;;
    *)
      ((CURRENT != 2)) || compadd {}
      _files
      ;;
  esac
}}
_tlswhy() {{
  _arguments -s \
{}    '*:INPUT:_tlswhy_input'
}}
if [[ $funcstack[1] == _tlswhy ]]; then
  _tlswhy "$@"
else
  compdef _tlswhy tlswhy
fi
)",
                     names_of(knowledge::causes()), names_of(knowledge::clients()), shells,
                     command_names(), specs);
}

std::string fish(const Options& options) {
  const auto quoted = [](std::string_view text) { return "'" + escaped(text, "'\\", "\\") + "'"; };
  std::string out = "# Completion of tlswhy for fish; written by `tlswhy completions fish`.\n";
  out +=
      fmt::format("complete -c tlswhy -n __fish_use_subcommand -a {}\n", quoted(command_names()));
  const auto after = [&](std::string_view command, const std::string& words) {
    out += fmt::format("complete -c tlswhy -f -n '__fish_seen_subcommand_from {}' -a {}\n", command,
                       quoted(words));
  };
  after("causes", names_of(knowledge::causes()));
  after("clients", names_of(knowledge::clients()));
  after("completions", std::string(shells));
  for (const OptionHelp& o : options) {
    const std::string letter = o.short_name.empty() ? "" : " -s " + o.short_name.substr(1);
    const std::string value = o.value.empty()     ? ""
                              : o.choices.empty() ? " -r -F"
                                                  : " -x -a " + quoted(joined(o.choices));
    out += fmt::format("complete -c tlswhy -l {}{}{} -d {}\n", o.name.substr(2), letter, value,
                       quoted(o.text));
  }
  return out;
}

// For Windows PowerShell 5.1 and PowerShell 7.
std::string powershell(const Options& options) {
  const auto quoted = [](std::string_view text) { return "'" + escaped(text, "'", "'") + "'"; };
  const auto list = [&](std::string_view words) { return quoted(words) + ".Split(' ')"; };
  std::string table, values;
  for (const OptionHelp& o : options) {
    table += fmt::format("    {} = {}\n", quoted(o.name), quoted(o.text));
    if (!o.choices.empty())
      values += fmt::format("    {} = {}\n", quoted(o.name), list(joined(o.choices)));
  }
  return fmt::format(
      R"(# Completion of tlswhy for PowerShell; written by `tlswhy completions powershell`.
Register-ArgumentCompleter -Native -CommandName tlswhy, tlswhy.exe -ScriptBlock {{
  param($word, $ast, $position)
  $options = @{{
{}  }}
  $values = @{{
{}    'causes' = {}
    'clients' = {}
    'completions' = {}
  }}
  $before = @($ast.CommandElements | Where-Object {{ $_.Extent.EndOffset -lt $position }} | ForEach-Object {{ $_.ToString() }})
  $last = if ($before.Count) {{ $before[-1] }} else {{ '' }}
  $found = if ($values.ContainsKey($last)) {{ $values[$last] }}
  elseif ($word.StartsWith('-')) {{ $options.Keys | Sort-Object }}
  elseif ($before.Count -le 1) {{ {} }}
  $found | Where-Object {{ $_ -like "$word*" }} | ForEach-Object {{
    $text = if ($options.ContainsKey($_)) {{ $options[$_] }} else {{ $_ }}
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $text)
  }}
}}
)",
      table, values, list(names_of(knowledge::causes())), list(names_of(knowledge::clients())),
      list(shells), list(command_names()));
}

}  // namespace

std::optional<std::string> completions(std::string_view shell, knowledge::Language language) {
  const Options options = options_help(language);
  if (shell == "bash") return bash(options);
  if (shell == "zsh") return zsh(options);
  if (shell == "fish") return fish(options);
  if (shell == "powershell") return powershell(options);
  return std::nullopt;
}

}  // namespace tlswhy
