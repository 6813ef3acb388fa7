// The parts of read_certificate() that fill a Certificate from libcrypto's form of it.
#pragma once

#include <string>

#include "x509/certificate.hpp"

// libcrypto's types, declared without its headers.
struct x509_st;
struct X509_name_st;
struct asn1_object_st;
struct asn1_string_st;

namespace tlswhy {

void read_signature(const x509_st* x509, Certificate& out);
void read_key(x509_st* x509, Certificate& out);
void read_extensions(x509_st* x509, Certificate& out);

// RFC 4514 order as OpenSSL prints it.
std::string name_text(const X509_name_st* name);
std::string oid_text(const asn1_object_st* object);
// An INTEGER in hex.
std::string number_text(const asn1_string_st* number);

}  // namespace tlswhy
