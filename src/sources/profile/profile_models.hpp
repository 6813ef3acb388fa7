// Between profiles as the program uses them and profiles as the reader of knowledge/clients/ makes
// them: what is built in is turned back, so that a file of the user's may inherit from it.
#pragma once

#include <map>
#include <string>

#include "knowledge/compiler/model.hpp"
#include "knowledge/own_profile.hpp"

namespace tlswhy {

knowledge::compiler::RegistryModel registry_model();
knowledge::compiler::ClientModel model_of(const knowledge::ClientProfile& profile);
// By id: the libraries and the clients that are built in.
std::map<std::string, knowledge::compiler::StackModel> stack_models();
std::map<std::string, knowledge::compiler::ClientModel> client_models();

// `model` was read without a fault.
OwnProfile profile_of(const knowledge::compiler::ClientModel& model);

}  // namespace tlswhy
