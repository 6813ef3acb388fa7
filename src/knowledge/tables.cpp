// Look-ups in the generated tables.
#include "knowledge/tables.hpp"

#include <algorithm>

#include "base/contains.hpp"
#include "knowledge/find_by_name.hpp"

namespace tlswhy::knowledge {

const Cause& cause(CauseId id) { return tables::causes[static_cast<std::size_t>(id)]; }
std::optional<CauseId> find_cause(std::string_view name) {
  return find_by_name(tables::causes, name);
}
std::span<const Cause> causes() { return tables::causes; }
bool is_recognised(CauseId id) {
  return std::ranges::find(tables::recognised, id) != tables::recognised.end();
}

const Change& change(ChangeId id) { return tables::changes[static_cast<std::size_t>(id)]; }
std::optional<ChangeId> find_change(std::string_view name) {
  return find_by_name(tables::changes, name);
}
std::span<const Change> changes() { return tables::changes; }

const Product& product(ProductId id) { return tables::products[static_cast<std::size_t>(id)]; }
std::optional<ProductId> find_product(std::string_view name) {
  return find_by_name(tables::products, name);
}
std::span<const Product> products() { return tables::products; }

const Recipe* recipe(ProductId product_id, ChangeId change_id) {
  const std::span<const Recipe> all = product(product_id).recipes;
  const auto found = std::ranges::lower_bound(all, change_id, {}, &Recipe::change);
  return found != all.end() && found->change == change_id ? &*found : nullptr;
}

const Stack& stack(StackId id) { return tables::stacks[static_cast<std::size_t>(id)]; }
std::optional<StackId> find_stack(std::string_view name) {
  return find_by_name(tables::stacks, name);
}
std::span<const Stack> stacks() { return tables::stacks; }

namespace {

// Attributes are separated by ", ".
bool has_attribute(std::string_view name, std::string_view beginning) {
  for (std::size_t at = name.find(beginning); at != std::string_view::npos;
       at = name.find(beginning, at + 1)) {
    if (at == 0 || name.substr(0, at).ends_with(", ")) return true;
  }
  return false;
}

}  // namespace

const Inspector* find_inspector(std::string_view distinguished_name) {
  const auto found = std::ranges::find_if(tables::inspectors, [&](const Inspector& one) {
    return std::ranges::any_of(one.issuers, [&](std::string_view beginning) {
      return has_attribute(distinguished_name, beginning);
    });
  });
  return found == tables::inspectors.end() ? nullptr : &*found;
}

bool refuses_with(ClientCertificateFault fault, AlertDescription alert) {
  return std::ranges::any_of(tables::refusals, [&](const Refusal& of) {
    return of.fault == fault && contains(of.alerts, static_cast<std::uint16_t>(alert));
  });
}

std::span<const Statement> statements() { return tables::statements; }
std::span<const Message> messages() { return tables::messages; }
std::span<const ProgramMark> program_marks() { return tables::program_marks; }
std::span<const std::string_view> other_matters() { return tables::other_matters; }

std::span<const Answer> Stack::answers_to(CauseId cause) const {
  const auto found = std::ranges::lower_bound(answers, cause, {}, &StackAnswers::cause);
  return found != answers.end() && found->cause == cause ? found->answers
                                                         : std::span<const Answer>();
}

}  // namespace tlswhy::knowledge
