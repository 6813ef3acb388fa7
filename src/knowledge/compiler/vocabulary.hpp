// The closed lists of words of the knowledge schema. A new word is one entry here; words that
// become an enumerator (refuser, basis, where, security, judges, scsv) need it in the header of
// that enumeration as well, else the generated tables do not compile.
#pragma once

#include "knowledge/compiler/problems.hpp"

namespace tlswhy::knowledge::compiler {

struct Vocabulary {
  Words languages;        // tags of `*.<tag>.toml`; English first
  Words groups;           // of causes
  Words refusers;         // enum Refuser
  Words judged;           // enum Judged
  Words bases;            // enum Basis
  Words wheres;           // enum Where
  Words effects;          // enum Security
  Words product_names;    // that begin with a capital where they are no first word
  Words parameters;       // what a finding may insert into a cause's sentences
  Words counts;           // parameters that say how many there are of what stands behind them
  Words step_parameters;  // the same for the steps of recipes
  Words families;         // of stacks
  Words services;         // that a product speaks: those of src/starttls, and those without it
  Words judging_moments;  // enum Judges
  Words address_uses;     // enum AddressUse
  Words beside_profiles;  // whose doing an assumption is, where no rule of the profile says it
  Words scsv_places;      // enum ScsvPlace
  Words anchor_rules;     // enum AnchorRule, and so on
  Words anchor_authorities;
  Words key_usage_rules;
  Words common_name_rules;
  Words address_rules;
  Words name_checks;
  Words path_buildings;
  Words key_id_rules;
  Words common_name_constraints;
  Words names_constrained;
  Words unknown_forms;
  Words unreadable_names;
  Words unreadable_extensions;
  Words wildcard_rules;
  Words any_purposes;
  Words policy_rules;
  Words fault_variants;  // model/path.hpp, PathFault::variant
  Words server_name_rules;
  Words versions;
};

const Vocabulary& vocabulary();

}  // namespace tlswhy::knowledge::compiler
