// What each side could have agreed to, in lists that can be laid beside each other (docs/json.md).
#pragma once

#include "knowledge/client.hpp"
#include "model/server_model.hpp"
#include "report/json/values.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy::json {

// GREASE and signalling values are no offer and are left out.
void offer_of(const ClientHello& hello, Writer& out);
void offer_of(const knowledge::Offer& offer, Writer& out);
void offer_of(const ServerModel& server, Writer& out);

}  // namespace tlswhy::json
