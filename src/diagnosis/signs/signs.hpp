// The signs: each looks at one kind of thing in a case and adds what it thinks of it. A sign says
// nothing where its kind of thing did not happen.
#pragma once

#include "diagnosis/case.hpp"

namespace tlswhy::signs {

void transport(const Case& c, Findings& out);     // closed ports, resets, silence, lost flights
void plaintext(const Case& c, Findings& out);     // one side does not speak TLS here
void proxy_header(const Case& c, Findings& out);  // of a balancer, in front of the hello
void resumption(const Case& c, Findings& out);    // a hello with a session of before was refused
void beside(const Case& c, Findings& out);        // an older version works with this server
void server_refusal(const Case& c,
                    Findings& out);  // the server's answer to a ClientHello is an alert
void server_hello(const Case& c, Findings& out);  // version, suite and extensions that it chose
void key_exchange(const Case& c, Findings& out);  // DH group, signature of ServerKeyExchange
void chain(const Case& c, Findings& out);         // certificates in clear
void hidden_chain(const Case& c, Findings& out);  // certificates encrypted (TLS 1.3)
void store(const Case& c, Findings& out);         // what the CAs that the client trusts sign with
void client_certificate(const Case& c, Findings& out);  // asked for, sent, refused
void cut_flight(const Case& c, Findings& out);          // a side closed in the middle of its flight
void late_alert(const Case& c, Findings& out);          // alerts about the protocol itself
void early_data(const Case& c, Findings& out);          // 0-RTT that was not taken
void encrypted_hello(const Case& c, Findings& out);     // ECH that was not taken
void chain_order(const Case& c, Findings& out);         // certificates that do not follow
void played(const Case& c, Findings& out);      // last but one: what the model says to all of it
void inspection(const Case& c, Findings& out);  // last: who the issuer is that is not known

}  // namespace tlswhy::signs
