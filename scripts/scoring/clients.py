"""Which client profile of knowledge/clients/ a client of the ground truth is."""
NAMES = {"java8": "java-8u504", "openssl30": "openssl-3.0", "openssl36": "openssl-3.6", "gnutls37": "gnutls-3.7",
         "curl788-ossl30": "curl-7.88-openssl", "nss": "nss-3.87", "go127": "go-1.27", "node20": "node-20",
         "mbedtls36": "mbedtls-3.6"}


def profile_of(client):
    """The id of a client's profile, or None where its configuration was changed by hand."""
    if client in NAMES:
        return NAMES[client]
    name, _, variant = client.partition("-")
    if variant not in ("", "hc4", "raw") or "+" in client:
        return None
    base = NAMES.get(name) or "java-" + name.removeprefix("jsse").removeprefix("java")
    return f"{base}-{variant}" if variant else base
