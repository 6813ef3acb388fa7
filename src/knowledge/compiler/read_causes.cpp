#include "knowledge/compiler/read_causes.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/text_rules.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

Words texts_only(const std::vector<Word>& words) {
  Words out;
  for (const Word& word : words) out.push_back(word.text);
  return out;
}

std::string text_or_empty(const std::optional<Word>& word) { return word ? word->text : ""; }

class CauseReader {
 public:
  CauseReader(const Context& context, const std::string& id) : context_(context), id_(id) {}

  CauseModel read() {
    const std::string path = fmt::format("causes/{}/cause.toml", id_);
    if (context_.tree.contains(path)) {
      facts(context_.document(path));
    } else {
      problems_.add({.file = path}, "missing file");
    }
    for (const std::string& language : context_.languages) texts(language);
    return std::move(out_);
  }

 private:
  void facts(const Node& root) {
    const Vocabulary& words = vocabulary();
    TableReader reader(root, problems_);
    out_.group = text_or_empty(reader.word("group", "group", words.groups, Need::required));
    out_.refuser = text_or_empty(reader.word("refuser", "refuser", words.refusers, Need::required));
    out_.family = text_or_empty(reader.word("family", "family", words.families, Need::optional));
    if (const auto judged = reader.word("judged", "message", words.judged, Need::optional))
      out_.judged = judged->text;
    out_.basis = texts_only(reader.words("basis", "basis", words.bases, Need::required));
    out_.sources = texts_only(reader.texts("source", Need::required));
    out_.parameters =
        texts_only(reader.words("parameters", "parameter", words.parameters, Need::optional));
    rfc(reader);
    look_alikes(reader);
    if (const Array* list = reader.tables("remedy")) remedies(*list);
    reader.finish();
  }

  void rfc(TableReader& reader) {
    const Node* node = reader.any("rfc", Need::optional);
    const Array* list = node == nullptr ? nullptr : node->as<Array>();
    if (node != nullptr && list == nullptr) problems_.add(node->place, "\"rfc\" must be a list");
    for (const Node& item : list == nullptr ? Array{} : *list) {
      if (const auto number = small_number_of(item, problems_)) out_.rfc.push_back(*number);
    }
  }

  void look_alikes(TableReader& reader) {
    for (const Word& cause :
         reader.words("look_alikes", "cause", context_.cause_ids, Need::optional)) {
      if (cause.text == id_) problems_.add(cause.place, "a cause is no look-alike of itself");
      out_.look_alikes.push_back(cause.text);
    }
  }

  void remedies(const Array& list) {
    bool lowered = false;
    for (const Node& item : list) {
      TableReader reader(item, problems_);
      RemedyModel remedy;
      remedy.change =
          text_or_empty(reader.word("change", "change", context_.change_ids, Need::required));
      remedy.where =
          text_or_empty(reader.word("where", "place", vocabulary().wheres, Need::required));
      remedy.security = text_or_empty(
          reader.word("security", "effect on security", vocabulary().effects, Need::required));
      reader.finish();
      if (lowered && remedy.security != "lowers") {
        problems_.add(reader.place(),
                      "a remedy that lowers security stands before this one, which does not");
      }
      lowered = lowered || remedy.security == "lowers";
      out_.remedies.push_back(std::move(remedy));
    }
  }

  void texts(const std::string& language) {
    const std::string path = fmt::format("causes/{}/text.{}.toml", id_, language);
    if (!context_.tree.contains(path)) {
      if (language == "en") problems_.add({.file = path}, "missing English text");
      return;
    }
    const Node& root = context_.document(path);
    TableReader reader(root, problems_);
    CauseTextModel& text = out_.texts[language];
    if (const auto title = reader.text("title", Need::required)) {
      check_title(*title, longest_title, problems_);
      if (language == "en") check_lower_case_start(*title, problems_);
      text.title = title->text;
    }
    text.verdict = pattern(reader, "verdict", language);
    text.explain = pattern(reader, "explain", language);
    text.observe = pattern(reader, "observe", language);
    text.never = pattern(reader, "never", language);
    reader.finish();
  }

  std::string pattern(TableReader& reader, const std::string& key, const std::string& language) {
    const auto text = reader.text(key, Need::required);
    if (!text) return {};
    check_sentence(*text, problems_);
    check_braces(*text, language, problems_);
    if (language == "en") check_plurals(*text, problems_);
    check_placeholders(*text, out_.parameters, problems_);
    if (text->text.empty() && key != "never") {
      problems_.add(text->place, fmt::format("\"{}\" must not be empty", key));
    } else if (key == "verdict" && language == "en") {
      check_one_sentence(*text, problems_);
    }
    const Words found = placeholders(text->text);
    if (language == "en") {
      english_[key] = found;
    } else {
      check_same_placeholders(english_[key], found, text->place, problems_);
    }
    return text->text;
  }

  const Context& context_;
  const std::string& id_;
  Problems& problems_ = context_.problems;
  CauseModel out_;
  std::map<std::string, Words> english_;  // placeholders of the English text by key
};

}  // namespace

std::map<std::string, CauseModel> read_causes(const Context& context) {
  std::map<std::string, CauseModel> out;
  for (const std::string& id : context.cause_ids) out[id] = CauseReader(context, id).read();
  return out;
}

}  // namespace tlswhy::knowledge::compiler
