// How a change is made on a product: knowledge/recipes/.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"

namespace tlswhy::knowledge {

struct Recipe {
  ChangeId change;
  std::span<const std::string_view> sources;
  std::span<const Texts> steps_by_language;

  // Each one line, a pattern for render().
  [[nodiscard]] Texts steps(Language language) const {
    return steps_by_language[static_cast<std::size_t>(language)];
  }
};

struct Product {
  ProductId id;
  std::string_view name;    // "schannel"
  std::string_view family;  // of the stack that it is or runs on ("jsse"); empty: any
  // Of a server. What it speaks inside TLS, or before it: names of src/starttls, "http", "mqtt",
  // "amqp". Empty: it is no server.
  std::span<const std::string_view> services;
  std::span<const std::string_view> words;     // by which it names itself, in plaintext or subject
  std::span<const std::string_view> programs;  // whose log is its log: ProgramMark::program
  Texts titles;                                // "Windows (Schannel, IIS)"
  std::span<const Recipe> recipes;             // by change

  [[nodiscard]] std::string_view title(Language language) const {
    return in_language(titles, language);
  }
};

const Product& product(ProductId id);
std::optional<ProductId> find_product(std::string_view name);
std::span<const Product> products();

// Null where the product has no recipe for the change.
const Recipe* recipe(ProductId product, ChangeId change);

}  // namespace tlswhy::knowledge
