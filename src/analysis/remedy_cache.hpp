// The remedies of connections that were seen. Like failures have the same ones: they are found and
// played once for all of them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/explanation.hpp"
#include "model/setting.hpp"

namespace tlswhy {

class RemedyCache {
 public:
  static constexpr std::size_t most_questions = 1024;

  // `setting` must outlive it.
  explicit RemedyCache(const Setting& setting) : setting_(setting) {}

  // Best first, as prove_seen() leaves them; `at_hand` are the CA certificates that other
  // connections showed. The same list is the same object: what was made of it once, as its words,
  // is good for all that share it.
  std::shared_ptr<const std::vector<Remedy>> remedies_of(const Diagnosis& diagnosis,
                                                         const Seen& seen,
                                                         const CertificateList& at_hand);

 private:
  struct Answer {
    std::vector<knowledge::Parameter> parameters;  // with which the steps are worded
    std::shared_ptr<const std::vector<Remedy>> remedies;
  };
  // How often a date of the store and of what is at hand has passed by then: between two of them
  // the moment decides nothing.
  [[nodiscard]] std::size_t dates_passed(Timestamp at, const CertificateList& at_hand) const;
  [[nodiscard]] std::string key_of(const Diagnosis& diagnosis, const Seen& seen,
                                   const CertificateList& at_hand) const;

  const Setting& setting_;
  std::unordered_map<std::string, Answer> answers_;
};

}  // namespace tlswhy
