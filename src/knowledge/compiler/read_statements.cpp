#include "knowledge/compiler/read_statements.hpp"

#include <fmt/format.h>

#include <cctype>
#include <utility>

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

const char* const statements_file = "statements.toml";
constexpr std::string_view messages_folder = "messages/";
const Words weights = {"context", "established", "ending", "symptom", "refusal", "alert", "reason"};
const Words sureness = {"one_of", "consistent", "shown"};
const Words refusers = {"speaker", "peer", "client", "server", "nobody"};
const Words afters = {"never", "also", "only"};
const Words speakers = {"any", "client", "server"};
constexpr std::size_t most_causes = 6;  // what a diagnosis names at most
constexpr std::size_t shortest_text = 5;

StatementModel read_statement(const Context& context, const Member& member) {
  StatementModel out;
  out.name = member.key;
  TableReader reader(member.node, context.problems);
  const auto word = [&reader](std::string_view key, const Words& known, std::string_view otherwise,
                              Need need) {
    const auto found = reader.word(key, key, known, need);
    return found ? found->text : std::string(otherwise);
  };
  out.weight = word("weight", weights, "symptom", Need::required);
  out.refuser = word("refuser", refusers, "speaker", Need::optional);
  out.usual = word("usual", speakers, "client", Need::optional);
  out.after_established = word("after_established", afters, "never", Need::optional);
  out.sure_client = word("sure_client", sureness, "one_of", Need::optional);
  out.sure_server = word("sure_server", sureness, "one_of", Need::optional);
  out.alone = reader.truth("alone").value_or(false);
  for (const char* key : statement_cause_keys) {
    const bool needed = std::string_view(key) == "client" || std::string_view(key) == "server";
    Words& causes = out.causes[key];
    for (const Word& cause :
         reader.words(key, "cause", context.cause_ids, needed ? Need::required : Need::optional))
      causes.push_back(cause.text);
    if (causes.size() > most_causes)
      context.problems.add(member.place, fmt::format("\"{}\" names more than six causes", key));
  }
  reader.finish();
  return out;
}

// "handshake_failure" in the ways that libraries write it.
std::string spelled(std::string_view name, std::string_view how) {
  std::string out;
  for (const char c : name) {
    if (c != '_' || how == "{name}") {
      out += c;
    } else if (how == "{spaced}") {
      out += ' ';
    }
  }
  return out;
}

class MessageReader {
 public:
  MessageReader(const Context& context, const RegistryModel& registry, StatementsModel& out)
      : context_(context), registry_(registry), out_(out) {
    for (const StatementModel& s : out.statements) names_.push_back(s.name);
  }

  void file(const std::string& file_path) {
    family_ = file_path.substr(messages_folder.size());
    family_.resize(family_.size() - std::string_view(".toml").size());
    TableReader reader(context_.document(file_path), context_.problems);
    if (reader.texts("source", Need::required).empty())
      context_.problems.add(reader.place(), "a source is expected");
    const auto library = reader.word("library", "family", vocabulary().families, Need::optional);
    library_ = library ? library->text : std::string();
    for (const bool heard : {false, true}) {
      for (const std::string& by : speakers) section(reader, by, heard);
    }
    if (const Node* alerts = reader.table("alerts", Need::optional)) templates(*alerts);
    if (const Node* programs = reader.table("program", Need::optional)) marks(*programs);
    for (const Word& text : reader.texts("not_tls", Need::optional))
      out_.other_matters.push_back(text.text);
    reader.finish();
  }

 private:
  // [said], [heard_by_server], ...: the texts of each statement.
  void section(TableReader& reader, const std::string& by, bool heard) {
    const std::string key = (heard ? "heard" : "said") + (by == "any" ? "" : "_by_" + by);
    const Node* table = reader.table(key, Need::optional);
    if (table == nullptr) return;
    for (const Member& member : members(*table, context_.problems)) {
      if (!contains(names_, member.key))
        context_.problems.unknown(member.place, "statement", member.key, names_);
      for (const Word& text : texts_of(member.node, context_.problems))
        add(text, member.key, by, heard);
    }
  }

  // [alerts]: one text for every alert that a statement is about.
  void templates(const Node& node) {
    TableReader reader(node, context_.problems);
    for (const bool heard : {false, true}) {
      for (const Word& text : reader.texts(heard ? "heard" : "said", Need::optional))
        for_each_alert(text, heard);
    }
    reader.finish();
  }

  void for_each_alert(const Word& text, bool heard) {
    const std::size_t open = text.text.find('{'), close = text.text.find('}');
    if (open == std::string::npos || close == std::string::npos || close < open) {
      context_.problems.add(text.place, "{number}, {name}, {spaced} or {joined} is expected");
      return;
    }
    const std::string how = text.text.substr(open, close + 1 - open);
    for (const auto& [code, name] : registry_.alerts.names) {
      const std::string statement = "alert-" + hyphens(name);
      if (!contains(names_, statement)) continue;
      std::string filled = text.text;
      filled.replace(open, how.size(),
                     how == "{number}" ? fmt::format("{}", code) : spelled(name, how));
      if (!written_out(filled, heard)) add({filled, text.place}, statement, "any", heard);
    }
  }

  static std::string hyphens(std::string name) {
    std::ranges::replace(name, '_', '-');
    return name;
  }

  // What is written out in a file stands in place of what a template of it would give.
  [[nodiscard]] bool written_out(const std::string& text, bool heard) const {
    return std::ranges::any_of(out_.messages, [&](const MessageModel& m) {
      return m.family == family_ && m.heard == heard && m.text == text;
    });
  }

  void add(const Word& text, const std::string& statement, const std::string& by, bool heard) {
    if (text.text.size() < shortest_text)
      context_.problems.add(text.place, "a text so short stands in too many lines");
    out_.messages.push_back({text.text, statement, family_, library_, by, heard});
  }

  void marks(const Node& node) {
    for (const Member& program : members(node, context_.problems)) {
      TableReader reader(program.node, context_.problems);
      for (const std::string& by : speakers) {
        for (const Word& text : reader.texts(by, Need::optional))
          out_.marks.push_back({text.text, program.key, by});
      }
      reader.finish();
    }
  }

  const Context& context_;
  const RegistryModel& registry_;
  StatementsModel& out_;
  Words names_;
  std::string family_, library_;
};

}  // namespace

StatementsModel read_statements(const Context& context, const RegistryModel& registry) {
  StatementsModel out;
  if (!context.tree.contains(statements_file)) return out;
  for (const Member& member : members(context.document(statements_file), context.problems))
    out.statements.push_back(read_statement(context, member));
  MessageReader reader(context, registry, out);
  for (const auto& [file, text] : context.tree) {
    if (file.starts_with(messages_folder) && context.documents.contains(file)) reader.file(file);
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
