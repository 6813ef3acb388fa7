// What is said of one thing (a connection, a client, a server, a layout), in the order in which it
// is said, in the words of one language: the tree that every renderer walks.
#pragma once

#include <string>
#include <vector>

#include "base/observed.hpp"
#include "knowledge/sentence.hpp"
#include "report/steps.hpp"

namespace tlswhy {

struct ReportLine {
  std::string text;
  Provenance at{};      // what shows it
  std::string input{};  // of several inputs the one that shows it, by a short name
  std::string mark{};   // stands at the edge: how certain it is, what a change does to security
  bool grave = false;   // the mark is bad news
};

// Lines under one label.
struct ReportSection {
  std::string name;   // for programs: "verdict", the label's in knowledge/sentences.en.toml
  std::string label;  // "VERDICT"
  std::vector<ReportLine> lines{};
  std::vector<WordedSteps> steps{};  // of a remedy, behind its lines
  bool items = false;                // each line is a thing of its own
};

struct Report {
  std::string title, about;  // of the whole; may be empty
  std::vector<ReportSection> sections{};
  std::vector<std::string> closing{};  // whole sentences at the end: what it comes to

  // Begins a section, or goes on with the last one where that is of the same name.
  ReportSection& section(knowledge::SentenceId label, knowledge::Language language);
  ReportSection& begin(knowledge::SentenceId label, knowledge::Language language);
  // A line of a section whose label is no sentence, as a version is; "" goes on with the last one.
  void line(std::string label, std::string text, std::string mark = {});
};

}  // namespace tlswhy
