// The parts of a first screen, each a few labelled lines: of a connection that was seen, or of one
// that was only played.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "remedy/remedy.hpp"
#include "report/steps.hpp"
#include "report/text/text.hpp"
#include "report/text/writer.hpp"

namespace tlswhy::text {

// What a page is about. The references must outlive it.
struct Subject {
  const Diagnosis& diagnosis;
  const std::vector<Remedy>& remedies;
  std::string client, server;  // as named in sentences
};

class Page {
 public:
  static constexpr std::size_t screen = 22;       // lines that a terminal shows at once
  static constexpr std::size_t fewest_steps = 2;  // lines of steps shown however full it is

  Page(Subject subject, const TextOptions& options)
      : s_(std::move(subject)),
        d_(s_.diagnosis),
        options_(options),
        language_(options.language),
        w_(options.colour) {}

  void header(const std::string& input, const std::string& about);
  void verdict();
  void who();
  void would_refuse();  // in place of who(), of a handshake that was only played
  void where();
  void why();
  void candidates();
  void sure();
  void first_remedy(std::size_t room);
  void after_remedy(knowledge::SentenceId check);
  void ruled_out();
  void same(const Same& s);
  void append(const Page& other) { w_.append(other.w_); }

  [[nodiscard]] Writer& writer() { return w_; }
  [[nodiscard]] std::size_t lines() const { return w_.lines(); }
  [[nodiscard]] const std::string& result() const { return w_.result(); }
  [[nodiscard]] std::string say(knowledge::SentenceId id,
                                std::initializer_list<knowledge::Parameter> parameters = {}) const;

 private:
  void remedy(const Remedy& r, bool first);
  void needs(const Remedy& r);
  void played(const Remedy& r);
  void proof(const Remedy& r);
  std::size_t steps(const WordedSteps& p, std::size_t room);
  void more(std::span<const WordedSteps> others, std::size_t hidden);
  [[nodiscard]] std::string rendered(std::string_view pattern) const;
  [[nodiscard]] std::string place(Provenance at) const;
  [[nodiscard]] std::string certainty() const;

  Subject s_;
  const Diagnosis& d_;
  const TextOptions& options_;
  knowledge::Language language_;
  Writer w_;
};

}  // namespace tlswhy::text
