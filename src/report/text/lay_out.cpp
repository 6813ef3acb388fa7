#include "report/text/lay_out.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/recipe.hpp"
#include "report/markdown/markdown.hpp"
#include "report/place.hpp"
#include "report/text/writer.hpp"

namespace tlswhy::text {
namespace {

constexpr std::size_t screen = 22;       // lines that a terminal shows at once
constexpr std::size_t fewest_steps = 2;  // lines of steps shown however full it is
// Around the steps: the change, their product, a last line.
constexpr std::size_t around_steps = 4;

class Page {
 public:
  Page(const Report& report, const TextOptions& options) : r_(report), o_(options) {}

  std::string lay_out() {
    if (!r_.title.empty() || !r_.about.empty()) before_.heading(r_.title, r_.about);
    const auto remedy = std::ranges::find(r_.sections, "do_this", &ReportSection::name);
    for (auto s = r_.sections.begin(); s != r_.sections.end(); ++s) {
      if (s != remedy) section(*s, s->name == "not" ? ruled_out_ : s < remedy ? before_ : after_);
    }
    std::size_t used = before_.lines() + after_.lines() + around_steps;
    const bool room = o_.full || used + ruled_out_.lines() + fewest_steps <= screen;
    if (room) used += ruled_out_.lines();
    if (remedy != r_.sections.end()) {
      section(*remedy, before_);
      products(remedy->steps, used < screen ? screen - used : 0);
    }
    before_.append(after_);
    if (room) before_.append(ruled_out_);
    if (!r_.closing.empty()) before_.line("", "");
    for (const std::string& line : r_.closing) before_.heading(line);
    return before_.result();
  }

 private:
  void section(const ReportSection& s, Writer& to) const {
    std::string_view label = s.label;
    for (const ReportLine& line : s.lines) {
      const std::string edge = line.mark.empty() ? place_text(line, o_.language) : line.mark;
      to.line(label, (s.items ? "- " : "") + line.text, edge, line.grave ? Style::bad : Style::dim);
      label = {};
    }
  }

  void products(std::span<const WordedSteps> all, std::size_t room) {
    if (!o_.full && !all.empty()) {
      const std::size_t hidden = product(all.front(), std::max(room, fewest_steps));
      return more(all.subspan(1), hidden);
    }
    for (const WordedSteps& steps : all) product(steps, static_cast<std::size_t>(-1));
  }

  // The steps of one product in at most `room` lines. Gives the number of those that found none.
  // Where not all find room, the change itself has it, and not the copy that is made before.
  std::size_t product(const WordedSteps& steps, std::size_t room) {
    before_.line(
        "", knowledge::say(sentence::report_product, o_.language,
                           {{"product", knowledge::product(steps.product).title(o_.language)}}));
    std::vector<Writer> written;
    std::size_t all = 0;
    for (const std::string& step : steps.lines) {
      written.emplace_back(o_.colour).line("", "- " + step);
      all += written.back().lines();
    }
    // Where there is a copy, the last step puts it back.
    const std::size_t beside = steps.keeps_first && all > room ? 1 : 0;
    std::size_t shown = 0;
    std::size_t hidden = 0;
    for (std::size_t i = beside; i + beside < written.size(); ++i) {
      if (hidden > 0 || (shown > 0 && shown + written[i].lines() > room)) {
        hidden += written[i].lines();
      } else {
        shown += written[i].lines();
        before_.append(written[i]);
      }
    }
    return all - shown;
  }

  // How to see what was left out.
  void more(std::span<const WordedSteps> others, std::size_t hidden) {
    std::string text;
    if (hidden > 0)
      text = knowledge::say(sentence::report_more_steps, o_.language, {{"count", hidden}});
    knowledge::List names;
    for (const WordedSteps& other : others)
      names.items.emplace_back(std::string(knowledge::product(other.product).name));
    if (!names.items.empty()) {
      text += text.empty() ? "" : " ";
      text += knowledge::say(sentence::report_other_products, o_.language, {{"products", names}});
    }
    if (!text.empty()) before_.line("", text);
  }

  const Report& r_;
  const TextOptions& o_;
  Writer before_{o_.colour}, after_{o_.colour}, ruled_out_{o_.colour};
};

}  // namespace

std::string lay_out(const Report& report, const TextOptions& options) {
  return options.markdown ? markdown::lay_out(report, options) : Page(report, options).lay_out();
}

}  // namespace tlswhy::text
