#include "page/options.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "knowledge/language.hpp"

namespace tlswhy::page {
namespace {

// What follows the option goes where `place` says; false where it is no option of this kind.
bool take_value(std::string_view option, const std::string& value, Request& request) {
  ExplainOptions& options = request.options;
  const std::array<std::pair<std::string_view, std::string*>, 9> single{{
      {"--at", &request.at},
      {"--server", &request.server},
      {"--product", &options.wording.product},
      {"--trust-password", &options.trust_password},
      {"--chains", &options.chain_list},
      {"--annotate", &options.annotate},
      {"--java-security", &request.installation.java_security},
      {"--java-version", &request.installation.java_version},
      {"--openssl-cnf", &request.installation.openssl_cnf},
  }};
  for (const auto& [name, place] : single) {
    if (option != name) continue;
    *place = value;
    return true;
  }
  if (option == "--as") {
    request.as.push_back(value);
  } else if (option == "--trust") {
    request.trust.push_back(value);
  } else if (option == "--host") {
    options.setting.host = ServerName(value);
  } else if (option == "--lang") {
    options.wording.language = knowledge::find_language(value).value_or(options.wording.language);
  } else {
    return false;
  }
  return true;
}

}  // namespace

Request read_arguments(std::span<char* const> arguments) {
  Request out;
  out.options.format = Format::json;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--all") {
      out.options.all = true;
    } else if (argument == "--full") {
      out.options.wording.full = true;
    } else if (argument == "--redact") {
      out.redact = true;
    } else if (i + 1 < arguments.size() && take_value(argument, arguments[i + 1], out)) {
      ++i;
    } else {
      out.options.inputs.emplace_back(argument);
    }
  }
  if (!out.options.chain_list.empty()) out.options.inputs.push_back(out.options.chain_list);
  return out;
}

}  // namespace tlswhy::page
