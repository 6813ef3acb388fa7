#include "page/choices.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "knowledge/client.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/shipped_store.hpp"

namespace tlswhy::page {

std::string choices(knowledge::Language language) {
  const auto choice = [language](const auto& named) {
    return boost::json::object{{"id", named.name}, {"title", named.title(language)}};
  };
  boost::json::array clients, products, stores;
  for (const auto& client : knowledge::clients()) clients.push_back(choice(client));
  for (const auto& product : knowledge::products()) products.push_back(choice(product));
  for (const auto& store : knowledge::shipped_stores()) {
    stores.push_back(
        boost::json::object{{"id", fmt::format("system:{}@{}", store.platform, store.as_of)},
                            {"title", fmt::format("{}, {}", store.name, store.as_of)}});
  }
  return boost::json::serialize(boost::json::object{{"clients", std::move(clients)},
                                                    {"products", std::move(products)},
                                                    {"stores", std::move(stores)}});
}

}  // namespace tlswhy::page
