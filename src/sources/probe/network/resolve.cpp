#include "sources/probe/network/resolve.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sources/probe/addresses.hpp"

namespace tlswhy::network {

using boost::system::error_code;

namespace {

// Not in the words of the system, which are English everywhere.
std::string why_not(const error_code& fault) {
  if (fault == asio::error::host_not_found || fault == asio::error::no_data || !fault)
    return "no name service knows it";
  if (fault == asio::error::host_not_found_try_again) return "no name service answers";
  return fault.message();
}

std::string no_address_of(const std::string& host, const error_code& fault) {
  return fmt::format("the name {} has no address ({})", host, why_not(fault));
}

}  // namespace

IpAddress address_of(const asio::ip::address& a) {
  if (a.is_v4()) return ipv4(a.to_v4().to_bytes());
  return ipv6(a.to_v6().to_bytes());
}

asio::ip::address address_of(const IpAddress& ip) {
  if (ip.v6) return asio::ip::address_v6(ip.octets);
  asio::ip::address_v4::bytes_type octets{};
  std::copy_n(ip.octets.begin(), octets.size(), octets.begin());
  return asio::ip::address_v4(octets);
}

asio::awaitable<Stepped<asio::ip::address>> resolve(asio::io_context& context,
                                                    const std::string& host) {
  error_code fault;
  if (const auto literal = asio::ip::make_address(host, fault); !fault) co_return literal;
  asio::ip::tcp::resolver resolver(context);
  const auto [wrong, found] = co_await resolver.async_resolve(host, "", as_result);
  if (wrong || found.empty())
    co_return std::unexpected(Fault{Fault::Kind::unreachable, no_address_of(host, wrong)});
  for (const auto& entry : found) {
    if (entry.endpoint().address().is_v4()) co_return entry.endpoint().address();
  }
  co_return found.begin()->endpoint().address();
}

}  // namespace tlswhy::network

namespace tlswhy {

Result<std::vector<IpAddress>> addresses_of(const std::string& host) {
  boost::system::error_code fault;
  if (const auto literal = boost::asio::ip::make_address(host, fault); !fault)
    return std::vector{network::address_of(literal)};
  boost::asio::io_context context;
  boost::asio::ip::tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, "", fault);
  std::vector<IpAddress> out;
  for (const auto& entry : found) {
    const IpAddress ip = network::address_of(entry.endpoint().address());
    if (std::ranges::find(out, ip) == out.end()) out.push_back(ip);
  }
  if (out.empty()) return failure(Error::Kind::unreadable, network::no_address_of(host, fault));
  std::ranges::stable_sort(out, {}, &IpAddress::v6);
  return out;
}

}  // namespace tlswhy
