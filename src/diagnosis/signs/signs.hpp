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
void played(const Case& c, Findings& out);  // last: what the model says to it, and to the others

}  // namespace tlswhy::signs
