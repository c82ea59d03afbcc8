#!/usr/bin/env bash
# Installs the built .deb as a person would, in a bare Debian 12 without Python, and uses what it installed.
#
#   sudo packaging/test_deb.sh [SCREENSHOTS]
#
# Needs root, debootstrap, xvfb, xdotool and imagemagick here. Makes a root, installs and launches (without a network),
# hands files to the window, upgrades, purges, and looks for what is left. Writes pictures to the folder SCREENSHOTS
# when one is named. TENK_ROOT names a root to make once and use again; its folder is otherwise removed at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
pictures=${1:-}
[ "$(id -u)" = 0 ] || { echo "test_deb.sh: root only" >&2; exit 2; }
deb=$(ls -t "$here"/dist/tenk_*.deb | head -1)

if [ -z "${INSIDE:-}" ]; then
    root=${TENK_ROOT:-$(mktemp -d "${TMPDIR:-/tmp}/tenk-deb.XXXXXX")}
    [ -n "${TENK_ROOT:-}" ] || trap 'rm -rf --one-file-system "$root"' EXIT
    INSIDE=$root unshare --mount --pid --fork --kill-child -- "$0" "$@"
    exit
fi
root=$INSIDE
failed=0

if [ ! -e "$root/usr/bin/apt-get" ]; then
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sort -u | awk '$1 == "bookworm" { print $2 }')
    echo "== a bare Debian 12"
    mkdir -p "$root" && chmod 755 "$root"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
    rm -f "$root.log"
    for file in /etc/resolv.conf /etc/hosts "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"; do install -D -m 644 "$file" "$root$file"; done
    apt-config dump Acquire >"$root/etc/apt/apt.conf.d/90here"
fi
mount -t proc proc "$root/proc"
mkdir -p "$root/tmp/.X11-unix"
home=/home/someone
rm -rf "${root:?}$home"
chroot "$root" userdel someone 2>/dev/null || true
chroot "$root" useradd --create-home someone

within() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
somebody=(unshare --net -- chroot --userspec=someone "$root" env -i "HOME=$home" PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY=:77)
person() { "${somebody[@]}" "$@"; } # COMMAND...: as somebody with a screen, without a network
apt() { within apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >"$root/tmp/apt.log" 2>&1 || { tail "$root/tmp/apt.log"; exit 1; }; }
check() { # WHAT COMMAND...
    local what=$1
    shift
    if "$@" >"$root/tmp/check.log" 2>&1; then echo "ok    $what"; else echo "FAIL  $what"; tail -5 "$root/tmp/check.log"; failed=1; fi
}
absent() { ! "$@"; }
title() { xdotool search --onlyvisible --name "$1" | head -1; }
until_title() { for _ in $(seq 150); do [ -z "$(title "$1")" ] || return 0; sleep 0.1; done; return 1; }
picture() { sleep 5; [ -z "$pictures" ] || import -window root "$pictures/$1.png"; }

echo "== $(basename "$deb"): $(du -m "$deb" | cut -f1) MB"
apt update
apt install shared-mime-info desktop-file-utils hicolor-icon-theme man-db libglib2.0-bin
within dpkg --purge tenk >/dev/null 2>&1 || true # of a run that stopped half-way
rm -f "$root"/tmp/tenk*.deb
cp "$deb" "$root/tmp/tenk.deb"

# An older version first: what an upgrade must not lose.
(cd "$root/tmp" && dpkg-deb -R tenk.deb old && sed -i 's/^Version: .*/Version: 0.0.1/' old/DEBIAN/control && dpkg-deb -Zgzip -z1 -b old tenk-old.deb >/dev/null && rm -r old)
before=$(date +%s%N)
apt install /tmp/tenk-old.deb
echo "      installed with what it depends on in $((($(date +%s%N) - before) / 1000000)) ms"
check "no Python is installed" absent within sh -c 'command -v python3 || ls -d /usr/lib/python3*'
check "nothing it links is missing" absent within sh -c 'find /usr/lib/tenk -name "*.so*" -type f | xargs ldd 2>/dev/null | grep "not found" | grep -vE "libQt6|libicu|libshiboken|libpyside"'
check "its version is said" person tenk --version
check "a ledger is made" person tenk --ledger $home/miens.tenk new --account "Courant=214,60"
check "an export is imported by the command" sh -c "printf 'Date;Libellé;Montant\n18/11/2026;Boulangerie;-2,10\n' >$root$home/banque.csv"
check "... into the ledger" person tenk --ledger $home/miens.tenk import $home/banque.csv
sum=$(sha256sum <"$root$home/miens.tenk")

before=$(date +%s%N)
apt install /tmp/tenk.deb
echo "      upgraded in $((($(date +%s%N) - before) / 1000000)) ms"
check "the upgrade left the ledger as it was" [ "$sum" = "$(sha256sum <"$root$home/miens.tenk")" ]
check "the upgraded program checks the ledger" person tenk --ledger $home/miens.tenk months
check "a .tenk file is known by its name" within sh -c "gio info -a standard::content-type $home/miens.tenk | grep application/x-tenk"
cp "$root$home/miens.tenk" "$root$home/sans-nom"
check "... and by its bytes" within sh -c "gio info -a standard::content-type $home/sans-nom | grep application/x-tenk"
check "Tenk opens it" within sh -c "gio mime application/x-tenk | grep tenk.desktop"
check "Tenk is offered for exports" within sh -c "gio mime text/csv | grep tenk.desktop"
printf '!Type:Bank\nD18/11/2026\nT-2,10\nPBoulangerie\n^\n' >"$root$home/releve.qif"
check "a bank's export is known for what it is" within sh -c "gio info -a standard::content-type $home/releve.qif | grep x-qif"
check "a workbook is written" person tenk --ledger $home/miens.tenk export xlsx $home/miens.xlsx
check "... and read, by a child of the program itself" person tenk --ledger $home/autres.tenk new --account Courant=10
check "... into another ledger" person tenk --ledger $home/autres.tenk import $home/miens.xlsx
check "the manual is there in both languages" within sh -c "man -w tenk && man -L fr_FR.UTF-8 -w tenk"

Xvfb :77 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
export DISPLAY=:77
for _ in $(seq 50); do [ -S /tmp/.X11-unix/X77 ] && break; sleep 0.1; done

before=$(date +%s%N)
"${somebody[@]}" tenk $home/miens.tenk >"$root/tmp/window.log" 2>&1 &
window=$!
check "a .tenk file opens the window on it" until_title 'miens · Tenk'
echo "      window shown $((($(date +%s%N) - before) / 1000000)) ms after the command"
picture installed
check "a later start hands its file over and ends" person timeout 20 tenk $home/banque.csv
check "... where it is shown for import" until_title '^Importer'
picture import
check "there is still one window" [ "$(xdotool search --name '· Tenk$' | wc -l)" = 1 ]
check "nothing is written to the terminal" [ ! -s "$root/tmp/window.log" ]
cat "$root/tmp/window.log"
kill $window
wait $window 2>/dev/null || true
check "killed, it is gone" [ -z "$(title Tenk)" ]

# Qt says that this root has no English locale, then speaks English.
"${somebody[@]}" LANG=en_GB.UTF-8 tenk $home/banque.csv >"$root/tmp/window.log" 2>&1 &
window=$!
check "the next start has a window, and imports its file there" until_title '^Import'
picture import-first
kill $window
wait $window 2>/dev/null || true

kill $screen
wait $screen 2>/dev/null || true
umount "$root/tmp/.X11-unix"

before=$(date +%s%N)
apt purge tenk
echo "      purged in $((($(date +%s%N) - before) / 1000000)) ms"
check "the ledger stays" [ -s "$root$home/miens.tenk" ]
left=$(cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./home -o -path ./var/log -o -path ./var/cache/apt \) -prune -o -iname '*tenk*' -print)
check "no file is left" [ -z "$left" ]
echo "$left"
check "no cache names it" absent grep -rlIE 'x-tenk|tenk\.desktop' "$root/usr/share/applications" "$root/usr/share/mime" "$root/var/lib/dpkg/status"
exit $failed
