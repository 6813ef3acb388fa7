// Names and addresses, between asio and the rest.
#pragma once

#include <string>

#include "base/endpoint.hpp"
#include "sources/probe/network/connection.hpp"

namespace tlswhy::network {

IpAddress address_of(const asio::ip::address& address);
asio::ip::address address_of(const IpAddress& address);

// The address of a name that is asked, its first IPv4 one where it has any.
asio::awaitable<Stepped<asio::ip::address>> resolve(asio::io_context& context,
                                                    const std::string& host);

}  // namespace tlswhy::network
