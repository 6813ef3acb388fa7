# Sourced by scripts/prove-bare and scripts/prove-container, in the project's folder, as root: a minimal Debian 12 (or
# the $suite that is set before) in build/bare/base, a copy of it to be used up, and how to run something inside.
me=$(basename "$0")
say() { printf '%s: %s\n' "$me" "$*"; }
fail() { say "$*" >&2; exit 1; }
((EUID == 0)) || fail 'has to run as root (debootstrap, chroot)'
scripts/install-packages bare

suite=${suite:-bookworm}
base=$PWD/build/bare/base # as debootstrap made it; kept for the next time
[[ $suite == bookworm ]] || base+=-$suite
root=$PWD/build/bare/root # the copy that is used up
mkdir -p build/bare

remove() { # FOLDER: never through a mount
  [[ -e $1 ]] || return 0
  ! grep -qF " $1/" /proc/self/mounts || fail "something is mounted below $1"
  rm -rf --one-file-system "$1"
}

# What this machine's apt is told: where the suite comes from (one that it does not know: from where its own does), and
# how to get there.
mirror() {
  # shellcheck disable=SC2016  # the fields are for apt-get
  apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$suite" '$2 == "main" && $1 == suite { mine = mine ? mine : $3 }
      $2 == "main" && $1 == "bookworm" { other = other ? other : $3 } END { print mine ? mine : other }'
}
apt_settings() { # proxies, certificates, time-outs; nothing that names a program to run or an index
  apt-config dump | grep -E '^Acquire::' | grep -vE '^Acquire::(IndexTargets|Changelogs|Languages|.*Proxy-Auto-Detect|.*ProxyAutoDetect)'
}
sources() { # the Debian suites of this machine, as one-line entries
  # shellcheck disable=SC2016  # the fields are for apt-get
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    awk -v suite="$suite" '$3 ~ "^" suite { print "deb " $1, ($2 ~ "^" suite ? $2 : $3), $4 }' | sort -u
}
copy_into() { # FILE: same place in the new system, if it exists here
  [[ ! -f $1 ]] || install -D -m 644 "$1" "$base$1"
}

make_base() {
  local uri more=() proxy
  uri=$(mirror)
  [[ -n $uri ]] || fail "this machine's apt knows no mirror of Debian $suite"
  [[ $uri != https:* ]] || more=(--include=ca-certificates)
  proxy=$(apt-config shell p Acquire::http::Proxy | sed -n "s/^p='\(.*\)'$/\1/p")
  remove "$base"
  say "making a minimal Debian $suite with debootstrap (log: build/bare/debootstrap.log) ..."
  http_proxy=${http_proxy:-$proxy} debootstrap --variant=minbase "${more[@]}" "$suite" "$base.new" "$uri" \
    >build/bare/debootstrap.log 2>&1 </dev/null || { tail -n 20 build/bare/debootstrap.log >&2; fail 'debootstrap failed'; }
  mv "$base.new" "$base"
  # As an image without package lists, the barest there is.
  rm -rf "$base/etc/apt/sources.list.d/"* "$base/var/cache/apt/archives/"*.deb "$base/var/lib/apt/lists/"*
  sources >"$base/etc/apt/sources.list"
  apt_settings >"$base/etc/apt/apt.conf.d/90as-outside" || true
  sed -n 's/^Acquire::.*::\(CaInfo\|CaPath\) "\(.*\)";$/\2/Ip' "$base/etc/apt/apt.conf.d/90as-outside" |
    while IFS= read -r file; do copy_into "$file"; done
  [[ $uri != https:* ]] || copy_into /etc/ssl/certs/ca-certificates.crt
}

inside() { # COMMAND [NAME=VALUE...]: in the new system, in the project's folder where there is one
  local command=$1
  shift
  local kept=("$@" HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8) name
  for name in http_proxy https_proxy no_proxy; do
    [[ -z ${!name:-} ]] || kept+=("$name=${!name}")
  done
  # Whom this machine's Node.js trusts beside its own list, to reach the registry of npm.
  if [[ -f ${NODE_EXTRA_CA_CERTS:-} ]]; then
    install -D -m 644 "$NODE_EXTRA_CA_CERTS" "$root/etc/ssl/outside.crt"
    kept+=(NODE_EXTRA_CA_CERTS=/etc/ssl/outside.crt)
  fi
  # Network names may have changed since the base was made.
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
    env -i "${kept[@]}" chroot "$root" /bin/bash -c "cd /home/tlswhy 2>/dev/null || cd /; $command"
}

fresh_root() {
  rm -rf --one-file-system "$base.new"
  [[ -d $base ]] || make_base
  remove "$root"
  cp -a "$base" "$root"
}
