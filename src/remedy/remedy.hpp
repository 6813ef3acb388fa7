// What to change so that a connection succeeds: the remedies that knowledge names for a cause,
// ranked there so that nothing weakens security before something else is tried. Those that the
// model can play are played (prove.hpp); the others stay `likely`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/change.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

enum class Applicability : std::uint8_t { proved, proved_live, likely, needs_input };

struct ProductSteps {
  knowledge::ProductId product{};
  std::vector<std::string> steps;
};

// A certificate without which a change cannot be made.
struct NeededCertificate {
  std::string subject;
  std::string key_id;  // in hex; empty where what is below it does not say
  std::string url;     // where its CA publishes it; empty where nothing says so
  std::string sha256;  // in hex; empty: it is not at hand
};

struct Remedy {
  int rank = 0;  // from 1
  knowledge::ChangeId change{};
  std::vector<knowledge::ChangeId> also;  // without which it is not enough
  knowledge::Where where{};
  knowledge::Security security{};
  Applicability applicability = Applicability::likely;
  std::vector<ProductSteps> steps;  // how, per product
  std::string before, after;        // where it was played: "weak-dh-group"; version and suite
  std::vector<const knowledge::ClientProfile*> breaks;  // connect before it and not after it
  std::size_t others = 0;                               // known clients that connect before it
  std::vector<NeededCertificate> needs{};               // to be sent
  const knowledge::ClientProfile* client = nullptr;  // the newer version with which it was played
};

// The remedies of the likeliest cause that could help at all, with steps in `language`; a `product`
// other than "" leaves only its own steps, where it has any.
std::vector<Remedy> remedies_for(const Diagnosis& diagnosis, const Handshake& handshake,
                                 knowledge::Language language, std::string_view product);

std::string_view name_of(Applicability applicability);

}  // namespace tlswhy
