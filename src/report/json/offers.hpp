// What each side could have agreed to, in lists that can be laid beside each other (docs/json.md).
#pragma once

#include "knowledge/client.hpp"
#include "model/server_model.hpp"
#include "report/json/values.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy::json {

// GREASE and signalling values are no offer and are left out.
boost::json::object offer_of(const ClientHello& hello);
boost::json::object offer_of(const knowledge::Offer& offer);
boost::json::object offer_of(const ServerModel& server);

}  // namespace tlswhy::json
