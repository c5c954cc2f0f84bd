#!/bin/sh
# restic 0.14.0 (Debian 12): what a command costs before it does anything was decided by the machine that made the repository. `init` tries scrypt until
# opening the key takes that machine half a second, and puts the parameters (on a quiet machine with 32 MiB of memory) in keys/; every later command, of whatever
# machine, pays them, whether or not the repository holds anything.
# One would guess that listing the snapshots of an empty repository is free: asked each minute it is one percent of a core,
# and several percent on a small host whose repository was made on a fast one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download restic=0.14.0-1+b5 >/dev/null 2>&1
dpkg -x restic_*.deb root
cat >ask.sh <<'TEXT'
RESTIC_PASSWORD=words root/usr/bin/restic --no-cache -r repository "$@" >/dev/null
times >times.txt
tail -n 1 times.txt
TEXT
sh ask.sh init >/dev/null
# The user time of what was started, in hundredths of a second.
cost() { sh ask.sh "$@" | sed -E 's/^([0-9]+)m([0-9]+)\.([0-9]{2}).*/\1 \2 \3/' | awk '{ print $1 * 6000 + $2 * 100 + $3 }'; }
version=$(cost version)
snapshots=$(cost snapshots)
memory=$(sed -E 's/.*"N":([0-9]+),"r":([0-9]+).*/\1 \2/' repository/keys/* | awk '{ print $1 * $2 * 128 / 1048576 }')
echo "version: $version hundredths of a second; snapshots of nothing: $snapshots; memory to open the key: $memory MiB"
if [ "$version" -le 1 ] && [ "$snapshots" -ge 3 ] && [ "$memory" -ge 8 ]; then exit 0; fi
echo changed
exit 1
