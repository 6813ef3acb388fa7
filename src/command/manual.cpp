#include "command/manual.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

#include "command/options.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {
namespace {

// A text as troff reads it as that text: no line of it is a request, no hyphen becomes a dash.
std::string troff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return "\\fB" + troff(text) + "\\fR"; }

class Page {
 public:
  explicit Page(knowledge::Language language) : language_(language) {}

  // Section headings are those that man looks for.
  std::string take() {
    // .ad l: lines of Chinese and Korean have too few spaces to fill them out.
    out_ = fmt::format(".TH TLSWHY 1 \"\" \"tlswhy {}\" \"\"\n.ad l\n", TLSWHY_VERSION);
    heading("NAME");
    out_ += "tlswhy \\- " + text(sentence::manual_name) + "\n";
    synopsis();
    heading("DESCRIPTION");
    paragraphs({sentence::option_about, sentence::option_footer, sentence::manual_certainty,
                sentence::manual_probe});
    options();
    heading("EXIT STATUS");
    paragraphs({sentence::option_exit_codes});
    heading("ENVIRONMENT");
    item(bold("LC_ALL") + ", " + bold("LC_MESSAGES") + ", " + bold("LANG"),
         text(sentence::manual_language));
    item(bold("NO_COLOR"), text(sentence::manual_no_color));
    heading("EXAMPLES");
    out_ += ".EX\n";
    for (const std::string_view example :
         {"tlswhy capture.pcapng", "tlswhy chain.pem --as java-8u152 --trust cacerts",
          "tlswhy probe www.example.com:443"})
      out_ += troff(example) + "\n";
    return std::move(out_) + ".EE\n";
  }

 private:
  [[nodiscard]] std::string text(knowledge::SentenceId id) const {
    return troff(knowledge::sentence(id, language_));
  }

  void heading(std::string_view name) { out_ += fmt::format(".SH {}\n", name); }

  void paragraphs(std::initializer_list<knowledge::SentenceId> all) {
    std::string_view between;
    for (const knowledge::SentenceId id : all) {
      out_.append(between).append(text(id)).append("\n");
      between = ".PP\n";
    }
  }

  void item(const std::string& label, const std::string& what) {
    out_ += fmt::format(".TP\n{}\n{}\n", label, what);
  }

  void synopsis() {
    heading("SYNOPSIS");
    out_ += bold("tlswhy") + troff(" [OPTION]... INPUT...") + "\n";
    for (const CommandHelp& command : commands)
      out_ += fmt::format(".br\n{} {}\n", bold("tlswhy " + std::string(command.name)),
                          troff(command.arguments));
  }

  void options() {
    heading("OPTIONS");
    for (const OptionHelp& o : options_help(language_)) {
      const std::string letter = o.short_name.empty() ? "" : bold(o.short_name) + ", ";
      const std::string value = o.value.empty() ? "" : " \\fI" + troff(o.value) + "\\fR";
      item(fmt::format("{}{}{}", letter, bold(o.name), value), troff(o.text));
    }
  }

  knowledge::Language language_;
  std::string out_;
};

}  // namespace

std::string manual(knowledge::Language language) { return Page(language).take(); }

}  // namespace tlswhy
