#include "remedy/suite_lists.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/contains.hpp"
#include "knowledge/ids/clients.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "remedy/prove.hpp"
#include "wire/openssl_names.hpp"
#include "wire/registry.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {
namespace {

using knowledge::ClientId;

constexpr std::size_t policy_length = 1023;

constexpr std::array<WindowsRelease, 3> releases = {{
    {"Windows Server 2008 R2, 2012 R2", ClientId::schannel_2012r2, true},
    {"Windows Server 2016, 2019", ClientId::schannel_2016, false},
    {"Windows Server 2022, 2025", ClientId::schannel_2022, false},
}};

bool is_tls13_suite(CipherSuite suite) { return traits(suite).key_exchange == KeyExchange::tls13; }

// The names under which an older Windows has a suite. ECDHE_ECDSA with SHA-384 goes with P-384
// alone (Microsoft Learn, TLS Cipher Suites in Windows 8.1).
std::vector<std::string> policy_names(CipherSuite suite, const WindowsRelease& windows) {
  const std::string name = cipher_suite_text(suite);
  const auto is = traits(suite);
  if (!windows.curve_in_name || is.key_exchange != KeyExchange::ecdhe) return {name};
  const bool only_p384 = is.authentication == Authentication::ecdsa && name.ends_with("_SHA384");
  if (only_p384) return {name + "_P384"};
  return {name + "_P256", name + "_P384"};
}

bool has(const WindowsRelease& windows, CipherSuite suite) {
  return contains(knowledge::client(windows.like).offer.cipher_suites, suite);
}

// The proof was made with all suites: whether it holds with those that the product has.
template <class Has>
bool still_connects(World world, const Has& has_suite) {
  for (ServerVersion& version : world.server.versions)
    std::erase_if(version.cipher_suites, [&](CipherSuite s) { return !has_suite(s); });
  if (std::ranges::none_of(world.server.cipher_suites(), is_tls13_suite))
    std::erase_if(world.server.versions, [](const ServerVersion& version) {
      return version.version == ProtocolVersion::TLSv1_3;
    });
  return world.play().established();
}

using Lines = std::vector<ProductSteps::Line>;

Lines windows_steps(const World& changed) {
  Lines out;
  for (const WindowsRelease& windows : releases) {
    const PolicyLine line = policy_line(changed.server.cipher_suites(), windows);
    const auto in_line = [&](CipherSuite s) {
      return has(windows, s) && line.text.find(cipher_suite_text(s)) != std::string::npos;
    };
    if (!still_connects(changed, in_line)) continue;
    out.push_back(
        {sentence::steps_suites_windows,
         {{"windows", windows.name}, {"length", line.text.size()}, {"suites", line.text}}});
    if (line.left_out > 0)
      out.push_back({sentence::steps_suites_no_room, {{"count", line.left_out}}});
  }
  return out;
}

Lines openssl_steps(knowledge::SentenceId how, const World& changed) {
  const auto known = [](CipherSuite s) { return !openssl_cipher_name(s).empty(); };
  const std::string list = openssl_list(changed.server.cipher_suites());
  if (list.empty() || !still_connects(changed, known)) return {};
  return {{how, {{"suites", list}}}};
}

void add_to(ProductSteps& product, const World& changed) {
  constexpr std::array<std::pair<std::string_view, knowledge::SentenceId>, 4> products = {
      {{"nginx", sentence::steps_suites_nginx},
       {"apache", sentence::steps_suites_apache},
       {"haproxy", sentence::steps_suites_haproxy},
       {"tomcat", sentence::steps_suites_tomcat}}};
  const std::string_view name = knowledge::product(product.product).name;
  if (name == "schannel") {
    // Behind the first step, which says where the field is.
    product.made = windows_steps(changed);
    product.made_second = true;
    return;
  }
  const auto found = std::ranges::find(products, name, [](const auto& p) { return p.first; });
  if (found != products.end()) product.made = openssl_steps(found->second, changed);
}

}  // namespace

std::string openssl_list(const std::vector<CipherSuite>& suites) {
  std::string out;
  for (const CipherSuite suite : suites) {
    if (is_tls13_suite(suite)) continue;
    const std::string_view name = openssl_cipher_name(suite);
    if (name.empty()) continue;
    if (!out.empty()) out += ':';
    out += name;
  }
  return out;
}

PolicyLine policy_line(const std::vector<CipherSuite>& suites, const WindowsRelease& windows) {
  PolicyLine out;
  for (const CipherSuite suite : suites) {
    if (!has(windows, suite)) continue;
    for (const std::string& name : policy_names(suite, windows)) {
      const std::size_t comma = out.text.empty() ? 0 : 1;
      // Once there was no room none of lesser preference may take it.
      if (out.left_out > 0 || out.text.size() + comma + name.size() > policy_length) {
        ++out.left_out;
        continue;
      }
      out.text += (comma == 1 ? "," : "") + name;
    }
  }
  return out;
}

void add_suite_lists(std::vector<Remedy>& remedies, const World& world) {
  for (Remedy& remedy : remedies) {
    if (remedy.applicability != Applicability::proved) continue;
    const auto changed = changed_world(remedy, world);
    if (!changed || changed->server.cipher_suites() == world.server.cipher_suites()) continue;
    for (ProductSteps& product : remedy.steps) add_to(product, *changed);
  }
}

}  // namespace tlswhy
