#include "page/choices.hpp"

#include <boost/json.hpp>

#include "knowledge/client.hpp"
#include "knowledge/recipe.hpp"

namespace tlswhy::page {

std::string choices(knowledge::Language language) {
  const auto choice = [language](const auto& named) {
    return boost::json::object{{"id", named.name}, {"title", named.title(language)}};
  };
  boost::json::array clients, products;
  for (const auto& client : knowledge::clients()) clients.push_back(choice(client));
  for (const auto& product : knowledge::products()) products.push_back(choice(product));
  return boost::json::serialize(
      boost::json::object{{"clients", std::move(clients)}, {"products", std::move(products)}});
}

}  // namespace tlswhy::page
