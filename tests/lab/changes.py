"""What each change of knowledge/changes.toml means here: how the lab's server, chain or client is set up anew.

A change that nobody can make here (a newer client, another network) is not in the table."""
import dataclasses

import chains
import clients

ECDHE = {rsa: tuple(f"TLS_ECDHE_{kind}_WITH_{cipher}" for cipher in ("AES_256_GCM_SHA384", "AES_128_GCM_SHA256", "AES_256_CBC_SHA",
                                                                     "AES_128_CBC_SHA"))
         for rsa, kind in ((True, "RSA"), (False, "ECDSA"))}  # by whether the key is RSA
STATIC = ("TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_GCM_SHA256")
NEW = ("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256")
ORDER = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")


@dataclasses.dataclass(frozen=True)
class Situation:
    """A server and a client before it. `trust`: more paths whose last certificate the client trusts."""
    config: object
    cell: object
    host: str
    trust: tuple = ()

    @property
    def chain(self):
        return self.config.chains[0]

    def with_config(self, **k):
        return dataclasses.replace(self, config=dataclasses.replace(self.config, **k))

    def with_chain(self, **k):
        return self.with_config(chains=(dataclasses.replace(self.chain, **k), *self.config.chains[1:]))

    def with_links(self, change):
        """change(link): fields of a link that become others."""
        return self.with_chain(links=tuple(dataclasses.replace(link, **change(link)) for link in self.chain.links))

    def with_leaf(self, **k):
        *above, leaf = self.chain.links
        return self.with_chain(links=(*above, dataclasses.replace(leaf, **k)))


def more(values, added):
    return tuple(dict.fromkeys((*values, *added)))


def ecdhe(s):
    return ECDHE[s.chain.leaf.kind.startswith("rsa")]


def prefer(s, suites):
    """These first, in the server's order, and no DHE."""
    rest = [suite for suite in s.config.suites if "_DHE_" not in suite]
    groups = more(s.config.groups, ("secp256r1", "x25519")) if s.config.groups else ()
    return s.with_config(suites=more(suites, rest), order="server", groups=groups, dh_bits=None)


def prefer_ecdhe(s):
    if not s.config.suites:
        return s.with_config(dh_bits=None)  # the library's own list without DHE begins with ECDHE
    return prefer(s, ecdhe(s))


def prefer_static_rsa(s):
    return prefer(s, STATIC)


def enable_common_suite(s):
    if not s.config.suites:
        return s
    new = NEW if s.config.has("TLSv1.3") else ()
    return s.with_config(suites=more(s.config.suites, (*new, *ecdhe(s))))


def enable_tls12(s):
    versions = [v for v in ORDER if v in s.config.versions or v == "TLSv1.2"]
    suites = more(s.config.suites, ecdhe(s)) if s.config.suites else ()
    return s.with_config(versions=tuple(versions), suites=suites)


def enable_common_group(s):
    return s.with_config(groups=more(s.config.groups, ("x25519", "secp256r1")) if s.config.groups else ())


def add_second_certificate(s):
    """The same once more with an RSA key."""
    if s.config.kind == "stunnel":
        return None
    *above, leaf = s.chain.links
    second = dataclasses.replace(s.chain, links=(*above, dataclasses.replace(leaf, kind="rsa2048", digest="sha256")))
    suites = more(s.config.suites, ECDHE[True]) if s.config.suites else ()
    return s.with_config(chains=(*s.config.chains, second), suites=suites)


def usual_usage(link):
    if link.ca or link is not None and link.cn == "Lab Web Server":
        return {"ca": True, "usage": None, "purposes": None, "constraints": True, "path_length": None}
    return {"usage": None, "purposes": None}


def issued_by_trusted(s):
    """The same leaf from a CA below a root that the client has."""
    root = s.chain.trust_paths()[0]
    return s.with_chain(links=(*root, chains.ca("Lab New Issuing CA"), s.chain.leaf), sent=None, trust=None)


def trust_root(s):
    return dataclasses.replace(s, trust=(*s.trust, s.chain.links[:1]))


def certified_name(s):
    name = next((n for n in s.chain.leaf.names), s.chain.leaf.cn)
    return dataclasses.replace(s, host=name.removeprefix("ip:").replace("*", "portal"))


def deploy(s):
    """Another certificate was made before; without one, a self-signed one makes room for one of the usual CA."""
    lonely = len(s.chain.links) == 1 and s.chain.trust_paths()[0] != s.chain.links
    return issued_by_trusted(s) if lonely else s


def serve_name(s):
    s = s.with_config(server_names=more((s.host,), s.config.server_names), unknown_name="ignore")
    return s if named(s.host) in s.chain.leaf.names else with_name(s)


def align_alpn(s):
    """Of what browsers offer only what each server here can speak."""
    options = s.cell.client.options
    offered = options[options.index("-alpn") + 1].split(",") if "-alpn" in options else ()
    return s.with_config(alpn=more(s.config.alpn, (*offered, "http/1.1")))


def with_identity(s):
    if s.cell.client.program == "nss":
        return None
    return dataclasses.replace(s, cell=dataclasses.replace(s.cell, identity="good"))


def usual_client(s):
    return dataclasses.replace(s, cell=dataclasses.replace(s.cell, client=clients.Client(s.cell.client.program)))


def named(host):
    return f"ip:{host}" if clients.is_address(host) else host


def with_name(s):
    return s.with_leaf(names=(named(s.host),))


def renewed(link):
    return {"days": (-400, 900), "kind": link.kind.replace("rsa1024", "rsa2048")} if link.ca else {}


def without_pss(link):
    return {"pss": False, "kind": link.kind.replace("rsapss", "rsa")}


def with_rsa_key(link):
    return {"kind": "rsa2048"} if link.kind in ("ed25519", "ed448", "p521", "k256", "rsapss2048") else {}


TABLE = {
    "prefer-ecdhe": prefer_ecdhe,
    "prefer-static-rsa": prefer_static_rsa,
    "enlarge-dh-group": lambda s: s.with_config(dh_bits=2048),
    "enable-common-suite": enable_common_suite,
    "enable-tls12": enable_tls12,
    "enable-common-group": enable_common_group,
    "sign-with-sha256": lambda s: s.with_config(schemes=more(s.config.schemes, ("rsa_pss_rsae_sha256", "rsa_pkcs1_sha256",
                                                                                "ecdsa_secp256r1_sha256"))),
    "add-second-certificate": add_second_certificate,
    "send-intermediate": lambda s: s.with_chain(sent=None),
    "order-chain": lambda s: s.with_chain(sent=None),
    "remove-extra-certificates": lambda s: s.with_chain(sent=None),
    "deploy-certificate": deploy,
    "serve-name": serve_name,
    "require-no-sni": lambda s: s.with_config(unknown_name="ignore"),
    "align-alpn": align_alpn,
    "make-client-certificate-optional": lambda s: s.with_config(client_certificate="optional"),
    "reissue-without-pss": lambda s: s.with_links(without_pss),
    "reissue-with-sha256": lambda s: s.with_links(lambda link: {"digest": "sha256"} if link.digest in ("md5", "sha1") else {}),
    "reissue-with-name": with_name,
    "reissue-with-usage": lambda s: s.with_links(usual_usage),
    "reissue-with-larger-key": lambda s: s.with_links(lambda link: {"kind": link.kind.replace("rsa1024", "rsa2048")}),
    "reissue-with-common-key-type": lambda s: s.with_links(with_rsa_key),
    "reissue-from-trusted-ca": issued_by_trusted,
    "renew-certificate": lambda s: s.with_leaf(days=(-30, 300)),
    "renew-ca-certificate": lambda s: s.with_links(renewed),
    "reissue-within-constraints": lambda s: s.with_links(lambda link: {"permitted": (), "excluded": (), "path_length": None}),
    "reissue-without-critical-extension": lambda s: s.with_links(lambda link: {"unknown": ""}),
    "reissue-well-formed": lambda s: s.with_links(lambda link: {"corrupt": False}),
    "trust-root": trust_root,
    "load-trust-store": trust_root,
    "use-certified-name": certified_name,
    "install-client-certificate": with_identity,
    "renew-client-certificate": with_identity,
    "reissue-client-certificate": with_identity,
    "complete-client-chain": with_identity,
    "offer-common-suite": usual_client,
    "offer-common-group": usual_client,
    "enable-tls12-client": usual_client,
    "fix-clock": usual_client,
}


def apply(changes, situation):
    """The situation after all `changes`; None where one of them cannot be made here."""
    for change in changes:
        if change not in TABLE:
            return None
        situation = TABLE[change](situation)
        if situation is None:
            return None
    return situation
