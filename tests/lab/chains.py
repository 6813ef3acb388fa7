"""The chains of the lab, described. What a client may say of a chain is in `causes` (ids of knowledge/causes)."""
from pki import ChainSpec, Link

HOST = "portal.lab.test"
LONG = (-1000, 2500)


def root(cn="Lab Root G1", **k):
    return Link(cn, ca=True, days=k.pop("days", LONG), **k)


def ca(cn="Lab Issuing CA 3", **k):
    return Link(cn, ca=True, number=k.pop("number", 1), days=k.pop("days", (-400, 900)), **k)


def leaf(cn=HOST, **k):
    return Link(cn, number=k.pop("number", 2), names=k.pop("names", (HOST,)), **k)


R, I = root(), ca()
E = root("Lab Root E1", kind="p384", digest="sha384")
IE = ca("Lab Issuing CA E2", kind="p256", digest="sha384")
X, XI = root("Foreign Root 9", number=1), ca("Foreign Issuing CA", number=0)
UPPER, LOWER = ca("Lab Policy CA", number=3), ca("Lab Issuing CA 7", kind="p256")
ECLEAF = {"kind": "p256", "number": 2}
CHAINS = {}


def chain(name, *links, causes="", **k):
    CHAINS[name] = ChainSpec(name, links, causes=tuple(causes.split()), **k)


def healthy():
    chain("rsa", R, I, leaf())
    chain("ec", E, IE, leaf(**ECLEAF))
    chain("p384-under-rsa", R, I, leaf(kind="p384"))
    chain("rsa-under-ec", E, IE, leaf(digest="sha384"))
    chain("deep4", R, UPPER, LOWER, ca("Lab Team CA", kind="p384"), leaf(**ECLEAF))
    chain("root-sent", E, IE, leaf(**ECLEAF), sent=(2, 1, 0))
    chain("wrong-order", R, UPPER, LOWER, leaf(**ECLEAF), sent=(3, 1, 2))
    chain("extra", R, I, leaf(), sent=(2, (X, XI), 1))
    chain("direct", E, leaf(**ECLEAF))
    chain("wildcard", R, I, leaf("*.lab.test", names=("lab.test", "*.lab.test")))
    chain("uppercase", R, I, leaf(names=("PORTAL.Lab.TEST",)))
    chain("rsa3072", R, I, leaf(kind="rsa3072"))
    chain("no-purposes", E, IE, leaf(purposes=(), **ECLEAF))
    chain("plain-extension", E, IE, leaf(unknown="plain", **ECLEAF))
    chain("intermediate-known", R, I, leaf(), sent=(2,), trust=(0, 1))
    chain("expired-cross", R, I, leaf(), sent=(2, 1, (X, root(days=(-900, -9)))))
    chain("sha1-root", root("Lab Old Root", digest="sha1"), I, leaf(), sent=(2, 1, 0))
    chain("address", R, I, leaf("127.0.0.1", names=("ip:127.0.0.1",)), host="127.0.0.1")
    chain("self-signed-known", leaf(usage=()), trust=(0,))
    chain("root-pss", root("Lab PSS Root", pss=True, digest="sha384"), I, leaf(), sent=(2, 1, 0))
    chain("all-pss", root("Lab PSS Root", pss=True), ca(pss=True), leaf(pss=True), causes="pss-chain")


def building():
    chain("missing", E, IE, leaf(**ECLEAF), sent=(2,), causes="missing-intermediate untrusted-root")
    chain("missing-root-sent", R, I, leaf(), sent=(2, 0), causes="missing-intermediate")
    chain("missing-upper", R, UPPER, LOWER, leaf(**ECLEAF), sent=(3, 2), causes="missing-intermediate untrusted-root")
    chain("missing-lower", R, UPPER, LOWER, leaf(**ECLEAF), sent=(3, 1), causes="missing-intermediate wrong-intermediate")
    chain("unrelated-sent", R, I, leaf(), sent=(2, (X, XI)), causes="missing-intermediate wrong-intermediate untrusted-root")
    chain("wrong-key-sent", R, I, leaf(), sent=(2, (R, ca(number=3))),
          causes="wrong-intermediate missing-intermediate bad-cert-signature")
    chain("foreign", X, XI, leaf(), trust=((R,),), causes="untrusted-root missing-intermediate")
    chain("foreign-root-sent", X, XI, leaf(), sent=(2, 1, 0), trust=((R,),), causes="untrusted-root")
    chain("foreign-direct", X, leaf(), trust=((R,),), causes="untrusted-root missing-intermediate")
    chain("renewed-root", root(number=3), I, leaf(), sent=(2, 1, 0), trust=((R,),),
          causes="untrusted-root trust-not-loaded wrong-intermediate bad-cert-signature")
    chain("self-signed", leaf(usage=()), trust=((R,),), causes="self-signed-leaf untrusted-root")
    chain("self-signed-ec", leaf(usage=(), **ECLEAF), trust=((E,),), causes="self-signed-leaf untrusted-root")
    deep = [ca(f"Lab Deep CA {n}", kind="p256", number=n % 2) for n in range(12)]
    chain("deep12", E, *deep, leaf(**ECLEAF), causes="chain-too-long untrusted-root missing-intermediate")


def dates():
    chain("expired", R, UPPER, LOWER, leaf(days=(-400, -3), **ECLEAF), causes="cert-expired")
    chain("expired-ec", E, IE, leaf(days=(-90, -1), **ECLEAF), causes="cert-expired")
    chain("not-yet", E, IE, leaf(days=(3, 300), **ECLEAF), causes="not-yet-valid client-clock-wrong")
    chain("expired-issuer", E, ca("Lab Old CA", kind="p256", days=(-900, -2)), leaf(**ECLEAF), causes="expired-intermediate")
    chain("expired-upper", R, ca("Lab Old Policy CA", number=3, days=(-900, -2)), LOWER, leaf(**ECLEAF),
          causes="expired-intermediate")
    chain("not-yet-issuer", R, ca("Lab Next CA", days=(2, 900)), leaf(), causes="not-yet-valid client-clock-wrong")
    old = root("Lab Lost Root", days=(-3000, -2))
    chain("expired-root", old, I, leaf(), causes="expired-intermediate cert-expired untrusted-root old-client-store")
    chain("expired-root-sent", old, I, leaf(), sent=(2, 1, 0),
          causes="expired-intermediate cert-expired untrusted-root old-client-store")


def names():
    other = "name-mismatch wrong-vhost-default-cert"
    chain("name", E, IE, leaf("www.other.test", names=("www.other.test", "other.test"), **ECLEAF), causes=other)
    chain("name-short", R, I, leaf("portal", names=("portal",)), causes=other)
    chain("name-address", R, I, leaf("10.1.1.1", names=("ip:10.1.1.1",)), causes=other + " ip-without-ipsan")
    wild = "wildcard-misuse name-mismatch"
    chain("wildcard-deep", E, IE, leaf("*.lab.test", names=("*.lab.test",), **ECLEAF), host="a.shop.lab.test", causes=wild)
    chain("wildcard-apex", R, I, leaf("*.lab.test", names=("*.lab.test",)), host="lab.test", causes=wild)
    chain("wildcard-middle", R, I, leaf("x.*.test", names=("portal.*.test",)), causes=wild)
    chain("wildcard-part", R, I, leaf("por*.lab.test", names=("por*.lab.test",)), causes=wild)
    address = "ip-without-ipsan name-mismatch"
    chain("address-missing", R, I, leaf(), host="127.0.0.1", causes=address)
    chain("address-as-name", R, I, leaf("127.0.0.1", names=("127.0.0.1",)), host="127.0.0.1", causes=address)
    chain("cn-only", E, IE, leaf(names=(), **ECLEAF), causes="cn-only name-mismatch")
    chain("cn-only-other", R, I, leaf("legacy.lab.test", names=()), causes="cn-only name-mismatch wrong-vhost-default-cert")


def usages():
    chain("client-purpose", E, IE, leaf(purposes=("clientAuth",), **ECLEAF), causes="eku-not-serverauth")
    chain("code-purpose", R, UPPER, LOWER, leaf(purposes=("codeSigning",), **ECLEAF), causes="eku-not-serverauth")
    chain("purpose-of-issuer", R, ca("Lab Mail CA", purposes=("emailProtection",)), leaf(),
          causes="eku-not-serverauth intermediate-not-ca untrusted-root")
    chain("no-signature-usage", R, I, leaf(usage=("keyEncipherment",)), causes="ku-mismatch")
    chain("ca-usage-on-leaf", E, IE, leaf(usage=("keyCertSign", "cRLSign"), **ECLEAF),
          causes="ku-mismatch no-shared-cipher sigalg-no-common cert-key-type-mismatch")  # OpenSSL does not sign with it
    chain("path0", R, ca("Lab Pathlen 0 CA", path_length=0, number=3), LOWER, leaf(**ECLEAF), causes="pathlen-exceeded")
    chain("path1", R, ca("Lab Pathlen 1 CA", path_length=1, number=3), LOWER, ca("Lab Team CA", kind="p384"), leaf(**ECLEAF),
          causes="pathlen-exceeded")
    chain("issuer-no-ca", R, Link("Lab Web Server", number=1), leaf(), causes="intermediate-not-ca")
    chain("issuer-no-constraints", E, ca("Lab Plain CA", kind="p256", constraints=False), leaf(**ECLEAF),
          causes="intermediate-not-ca")
    chain("issuer-no-signing", E, ca("Lab Signless CA", kind="p256", usage=("digitalSignature",)), leaf(**ECLEAF),
          causes="intermediate-not-ca ku-mismatch")
    chain("permitted-other", E, ca("Lab Corp CA", kind="p256", permitted=("corp.example",)), leaf(**ECLEAF),
          causes="name-constraint")
    chain("excluded", R, ca("Lab Outer CA", excluded=("lab.test",)), leaf(), causes="name-constraint")
    chain("permitted-upper", R, ca("Lab Region CA", number=3, permitted=("region.test",)), LOWER, leaf(**ECLEAF),
          causes="name-constraint")
    chain("critical", E, IE, leaf(unknown="critical", **ECLEAF), causes="unknown-critical-ext")
    chain("critical-issuer", R, ca("Lab Critical CA", unknown="critical"), leaf(), causes="unknown-critical-ext")


def algorithms():
    weak = "rsa-key-too-small openssl-seclevel jdk-disabled-algorithms sigalg-no-common"
    sha1 = "sha1-cert openssl-seclevel jdk-disabled-algorithms sigalg-no-common"
    pss = "pss-chain sigalg-no-common jdk-disabled-algorithms"
    chain("rsa1024", E, IE, leaf(kind="rsa1024"), causes=weak)
    chain("rsa1024-issuer", R, ca("Lab Small CA", kind="rsa1024"), leaf(), causes=weak)
    chain("sha1", R, UPPER, leaf(digest="sha1"), causes=sha1)
    chain("sha1-ec", E, IE, leaf(digest="sha1", **ECLEAF), causes=sha1)
    chain("sha1-issuer", R, ca("Lab Older CA", digest="sha1"), leaf(), causes=sha1)
    chain("md5", R, I, leaf(digest="md5"), causes="md5-cert openssl-seclevel jdk-disabled-algorithms sigalg-no-common")
    chain("corrupt", E, IE, leaf(corrupt=True, **ECLEAF), causes="bad-cert-signature")
    chain("corrupt-issuer", R, ca(corrupt=True), leaf(), causes="bad-cert-signature")
    chain("pss512", R, UPPER, leaf(pss=True, digest="sha512"), causes=pss)
    chain("pss-issuer", R, ca(pss=True, digest="sha384"), leaf(), causes=pss)
    chain("pss-upper", R, ca("Lab Policy CA", number=3, pss=True), LOWER, leaf(**ECLEAF), causes=pss)
    chain("pss-key", R, I, leaf(kind="rsapss2048", number=0),
          causes="pss-key-oid-leaf no-shared-cipher sigalg-no-common cert-key-type-mismatch")
    curve = "curve-of-cert-unsupported sigalg-no-common no-shared-cipher cert-key-type-mismatch"
    chain("p521", E, IE, leaf(kind="p521"), causes=curve)
    eddsa = "eddsa-cert-unsupported sigalg-no-common no-shared-cipher cert-key-type-mismatch no-common-group"
    chain("ed25519", R, I, leaf(kind="ed25519"), causes=eddsa)
    chain("ed25519-issuer", R, ca("Lab Edwards CA", kind="ed25519"), leaf(**ECLEAF), causes=eddsa)


def together():
    chain("expired-name", E, IE, leaf("www.other.test", names=("www.other.test",), days=(-400, -3), **ECLEAF),
          causes="cert-expired name-mismatch wrong-vhost-default-cert")
    chain("expired-foreign", X, XI, leaf(days=(-400, -3)), sent=(2, 1, 0), trust=((R,),), causes="cert-expired untrusted-root")
    chain("appliance", Link("nas", usage=(), days=(-900, -200)), trust=((R,),),
          causes="self-signed-leaf cert-expired name-mismatch untrusted-root cn-only")
    chain("missing-name", E, IE, leaf("www.other.test", names=("www.other.test",), **ECLEAF), sent=(2,),
          causes="missing-intermediate name-mismatch untrusted-root wrong-vhost-default-cert")


for group in (healthy, building, dates, names, usages, algorithms, together):
    group()

PEOPLE = root("Lab People Root", number=2)
PEOPLE_CA = ca("Lab People CA", number=0)


def person(**k):
    return Link("alice", number=1, purposes=k.pop("purposes", ("clientAuth",)), **k)


def client_certificate(name, *links, causes="", **k):
    CLIENTS[name] = ChainSpec("client-" + name, links, causes=tuple(causes.split()), **k)


CLIENTS = {}
client_certificate("good", PEOPLE, PEOPLE_CA, person())
client_certificate("good-ec", PEOPLE, PEOPLE_CA, person(kind="p256"))
client_certificate("expired", PEOPLE, PEOPLE_CA, person(days=(-300, -2)), causes="client-cert-expired client-cert-rejected")
client_certificate("foreign", X, XI, person(), 
                   causes="client-cert-untrusted client-cert-rejected client-cert-not-sent client-ca-hint-mismatch")
client_certificate("purpose", PEOPLE, PEOPLE_CA, person(purposes=("serverAuth",)), causes="client-cert-eku client-cert-rejected")
client_certificate("alone", PEOPLE, PEOPLE_CA, person(), sent=(2,),
                   # Java sends none where the list of CAs names none of its chain
                   causes="client-cert-untrusted client-cert-rejected missing-intermediate client-cert-not-sent client-ca-hint-mismatch")
client_certificate("future", PEOPLE, PEOPLE_CA, person(days=(3, 300)), causes="client-cert-rejected not-yet-valid client-clock-wrong")
client_certificate("authority", PEOPLE, PEOPLE_CA, Link("People CA 4", number=1, ca=True, days=(-300, 300)),
                   causes="client-cert-rejected client-cert-eku client-cert-untrusted key-cert-mismatch")
client_certificate("self", person(), causes="client-cert-untrusted client-cert-rejected client-cert-not-sent client-ca-hint-mismatch")
client_certificate("expired-issuer", PEOPLE, ca("Lab People CA 2", number=0, days=(-900, -2)), person(),
                   causes="client-cert-expired client-cert-rejected expired-intermediate")
