// Verdicts as a JUnit file (--junit), as test runners of CI systems read it: a suite for each
// target, a case for each client; of a layout one more, with a case for each gadget.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "knowledge/language.hpp"
#include "report/judged_report.hpp"
#include "report/layout_report.hpp"

namespace tlswhy {

struct JUnitSuite {
  std::string target;                     // host:port
  std::span<const Explanation> verdicts;  // empty: it was not reached
  std::string trouble;  // why it was not, one line: an error of the suite's only case
  double seconds = 0;
  Timestamp at;
};

// Suites are written as they are added: what they refer to need not outlive add().
class JUnit {
 public:
  explicit JUnit(knowledge::Language language) : language_(language) {}
  void add(const JUnitSuite& suite);
  void add(const LayoutReport& layout, Timestamp at);
  // Well-formed XML 1.0, whatever servers call themselves.
  [[nodiscard]] std::string whole() const;

 private:
  knowledge::Language language_;
  std::size_t cases_ = 0, failures_ = 0, errors_ = 0;
  std::string suites_;
};

}  // namespace tlswhy
