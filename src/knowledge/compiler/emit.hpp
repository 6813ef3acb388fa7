// Writes the generated sources: one function per file.
#pragma once

#include <string>

#include "knowledge/compiler/compile.hpp"
#include "knowledge/compiler/model.hpp"

namespace tlswhy::knowledge::compiler {

GeneratedFiles emit_ids(const Model& model);     // knowledge/ids/KIND.hpp
std::string emit_ranks(const Model& model);      // knowledge/ranks.hpp
std::string emit_languages(const Model& model);  // languages.cpp, and so on
std::string emit_registry(const Model& model);
std::string emit_sentences(const Model& model);
std::string emit_causes(const Model& model);
std::string emit_changes(const Model& model);
std::string emit_products(const Model& model);
std::string emit_stacks(const Model& model);
std::string emit_clients(const Model& model);
std::string emit_statements(const Model& model);
std::string emit_inspectors(const Model& model);
std::string emit_refusals(const Model& model);
std::string emit_stores(const Model& model);

}  // namespace tlswhy::knowledge::compiler
