// What to change so that a connection succeeds: the remedies that knowledge names for a cause,
// ranked there so that nothing weakens security before something else is tried. Those that the
// model can play are played (prove.hpp); the others stay `likely`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/change.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

enum class Applicability : std::uint8_t { proved, proved_live, likely, needs_input };

// How a change is made on a product: the lines of its recipe, which the report words with the
// parameters of the diagnosis, and those that were made for this one server.
struct ProductSteps {
  const knowledge::Recipe* recipe = nullptr;
  knowledge::ProductId product{};
  struct Line {
    knowledge::SentenceId sentence{};
    std::vector<knowledge::Parameter> parameters;
  };
  std::vector<Line> made{};
  bool made_second = false;  // they stand behind the recipe's first line, not in front of it
  bool elsewhere = false;    // another product is there: for who asks for this one
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

struct ServerThere;

// The remedies of the likeliest cause that could help at all. `library_said`: of the client, where
// nothing but the words of a text tells (remedy/library_said.hpp); empty: not known.
std::vector<Remedy> remedies_for(const Diagnosis& diagnosis, const Handshake& handshake,
                                 const ServerThere& there, std::string_view library_said = {});

std::string_view name_of(Applicability applicability);

}  // namespace tlswhy
