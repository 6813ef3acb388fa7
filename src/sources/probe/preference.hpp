// From what a server chose to whose order it chooses by, and which: each choice says that one suite
// goes before all others that it could have taken.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "model/learned_server.hpp"

namespace tlswhy {

struct Offering {
  std::vector<CipherSuite> cipher_suites;  // in the order offered
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;
};

struct Choice {
  CipherSuite cipher_suite{};
  std::optional<NamedGroup> group;
  std::optional<SignatureScheme> scheme;
};

struct Asked {
  Offering offering;
  std::optional<Choice> choice;  // none: refused
};

// What is known of a version when its lists are complete.
struct Found {
  std::vector<CipherSuite> cipher_suites;  // in the order of discovery
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;
  std::optional<NamedGroup> curve;  // of the EC key of a certificate: TLS <= 1.2 needs it offered
  bool certificate_first = false;   // the certificate is chosen by what is offered, then a suite
};

class Preference {
 public:
  Preference(const std::vector<Asked>& asked, const Found& found);

  // Whether the first suite offered that could be taken was taken each time, and there were
  // several. Where the certificate is chosen first, that is a question among suites for one.
  [[nodiscard]] bool client_order_explains() const {
    return client_order_ && (compared_ || !found_.certificate_first);
  }
  // The same of groups, over the choices that had more than one to choose from; none: no such
  // choice.
  [[nodiscard]] std::optional<bool> client_group_order() const { return client_groups_; }
  // Suites in the server's order, as far as choices decide; what stays open stands as it was found.
  [[nodiscard]] const std::vector<CipherSuite>& order() const { return order_; }
  // Suites of which one comes next and no choice says which: to be offered together. Empty: none.
  [[nodiscard]] const std::vector<CipherSuite>& tie() const { return tie_; }
  // Choices contradict each other.
  [[nodiscard]] bool contradictory() const { return contradictory_; }

 private:
  struct Kind {
    bool ecdhe = false, ecdsa = false, is_signed = false, certified = false;
  };
  void compare(const Asked& asked);
  [[nodiscard]] bool free_to_choose(const Kind& chosen, const Kind& other) const;
  void compare_groups(const Asked& asked);
  void sort();

  const Found& found_;
  std::unordered_map<CipherSuite, std::size_t> place_;  // of a suite in found_
  std::vector<Kind> kinds_;                             // by that place
  std::vector<std::vector<bool>> before_;               // [a][b]: suite a goes before suite b
  bool client_order_ = true, compared_ = false;
  std::optional<bool> client_groups_;
  bool contradictory_ = false;
  std::vector<CipherSuite> order_, tie_;
};

}  // namespace tlswhy
