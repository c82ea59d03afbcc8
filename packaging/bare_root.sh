#!/usr/bin/env bash
# Tries the two commands where nothing is installed: a bare Debian 12 with python3 and python3-pip, no display.
#
#   sudo packaging/bare_root.sh [--tree]
#
# Takes HEAD, or with --tree the files as they are here. Needs debootstrap and root. Runs ./tenk then ./tenk test, as
# root and as somebody else, and prints how long each took. Mirror, pip's settings and certificates are this machine's,
# found when it runs; mounts are private to the run, and the folder is removed at the end.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
packages=python3,python3-pip
[ "$(id -u)" = 0 ] || { echo "bare_root.sh: root only" >&2; exit 2; }

if [ -z "${BARE_ROOT:-}" ]; then
    BARE_ROOT=$(mktemp -d "${TMPDIR:-/tmp}/tenk-bare.XXXXXX")
    chmod 755 "$BARE_ROOT"
    trap 'rm -rf --one-file-system "$BARE_ROOT"' EXIT
    BARE_ROOT=$BARE_ROOT unshare --mount -- "$0" "$@"
    exit
fi
root=$BARE_ROOT

mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sort -u | awk '$1 == "bookworm" { print $2 }')
echo "== a bare Debian 12, with $packages"
debootstrap --variant=minbase --include="$packages" bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
rm -f "$root.log"

# The network of this machine: names, proxies, certificates, pip's settings and the local folders they name.
lend() { for file in "$@"; do [ ! -f "$file" ] || install -D -m 644 "$file" "$root$file"; done; }
lend /etc/resolv.conf /etc/hosts /etc/pip.conf "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"
apt-config dump Acquire >"$root/etc/apt/apt.conf.d/90here"
for file in "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    [ ! -f "$file" ] || install -D -m 644 "$file" "$root/etc/xdg/pip/pip.conf"
done
python3 -m pip config list | { grep -oE "(file://)?/[^' \\]+" || true; } | sed 's,^file://,,' | sort -u | while read -r folder; do
    folder=${folder%/simple}
    [ -d "$folder" ] || continue
    mkdir -p "$root$folder" && mount --bind -o ro "$folder" "$root$folder"
done
mount -t proc proc "$root/proc"
mapfile -t settings < <(env | grep -E '^(PIP_|SSL_CERT_|REQUESTS_CA_BUNDLE=|(http|https|no|HTTP|HTTPS|NO)_?(proxy|PROXY)=)')

checkout() { # OWNER FOLDER
    if [ "${tree:-}" ]; then
        mkdir -p "$root$2"
        git -C "$here" ls-files -coz --exclude-standard | tar -C "$here" --null -T - -c --ignore-failed-read | tar -C "$root$2" -x
    else
        git clone --quiet "$here" "$root$2"
    fi
    chroot "$root" chown -R "$1" "$2"
}

timed() { # USER FOLDER COMMAND...
    local user=$1 folder=$2 start=$SECONDS status=0
    shift 2
    echo "== $user: $*"
    chroot --userspec="$user" "$root" env -i "HOME=$folder/.." PATH=/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" \
        sh -c "cd '$folder' && $*" </dev/null || status=$?
    echo "== $user: $* -> status $status, $((SECONDS - start)) s"
    [ "$status" = 0 ] || failed=1
}

[ "${1:-}" != --tree ] || tree=1
failed=0
chroot "$root" useradd --create-home someone
checkout root /root/tenk
someone=/home/someone/tenk
checkout someone $someone
timed someone $someone ./tenk # Qt's libraries are missing, and only root may install them
timed root /root/tenk ./tenk
timed root /root/tenk ./tenk --version
timed root /root/tenk ./tenk test
timed someone $someone ./tenk --version
timed someone $someone ./tenk test
exit $failed
