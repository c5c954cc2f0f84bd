#!/bin/sh
# restic of Debian 12, 0.14.0: "restic snapshots" of a repository in which one snapshot file may not be read tries that file again for about 45 seconds, leaves the
# snapshot out of the list, says so on standard error only, and ends with exit code 0. One would guess that a list which lacks something is no success,
# and that what the file system refuses is not tried again: with ten such files a list takes minutes, and the newest backup may be missing from it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download restic=0.14.0-1+b5 >/dev/null 2>&1
dpkg -x restic_*.deb root
restic=$folder/root/usr/bin/restic
"$restic" version
export RESTIC_PASSWORD=example
mkdir source
"$restic" -q -r repository init
for text in one two; do
  echo "$text" >source/file
  "$restic" -q -r repository backup source
done
chmod -R a+rX repository
chmod 000 "repository/snapshots/$(ls repository/snapshots | head -n 1)"

# Root may read everything: another user asks, without lock and cache, so that nothing has to be written.
began=$(date +%s)
setpriv --reuid 65534 --regid 65534 --clear-groups env RESTIC_PASSWORD=example \
  "$restic" -r repository --no-lock --no-cache snapshots --json >list.json 2>words.txt && code=0 || code=$?
seconds=$(($(date +%s) - began))
listed=$(grep -o '"short_id"' list.json | wc -l)
echo "of 2 snapshots, one unreadable: $listed listed after $seconds s, exit code $code"
tail -n 1 words.txt
[ "$code" -eq 0 ] || { echo "changed: it fails" && exit 1; }
[ "$listed" -eq 1 ] || { echo "changed: it lists $listed" && exit 1; }
[ "$seconds" -ge 20 ] || { echo "changed: it does not wait" && exit 1; }
grep -q 'could not load snapshot' words.txt
