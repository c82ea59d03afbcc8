#!/usr/bin/env bash
# Installs the built wheel in a fresh venv, without the checkout in sight, and uses what it installed.
#
#   packaging/test_wheel.sh
set -euo pipefail
wheel=$(ls -t "$(cd "$(dirname "$0")/.." && pwd)"/dist/tenk-*.whl | head -1)
folder=$(mktemp -d "${TMPDIR:-/tmp}/tenk-wheel.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
start=$SECONDS
venv/bin/python -m pip install --quiet "$wheel"
echo "installed with what it depends on in $((SECONDS - start)) s"

export HOME=$folder LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES='qt.qpa.*=false'
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME TENK_LEDGER
tenk=venv/bin/tenk
$tenk --version
$tenk sample exemple --persona etudiante >/dev/null
$tenk --ledger exemple/etudiante.tenk outlook --json | grep -q '"chance"'
timeout 5 $tenk --ledger exemple/etudiante.tenk && status=0 || status=$?
[ $status = 124 ] || { echo "the window did not stay open (status $status)" >&2; exit 1; }
venv/bin/python -m pip uninstall --quiet --yes tenk
[ -s exemple/etudiante.tenk ]
! find venv -ipath '*tenk*' | grep .
echo "uninstalled; the ledger stays"
