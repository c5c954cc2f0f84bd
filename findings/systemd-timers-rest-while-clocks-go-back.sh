#!/bin/sh
# systemd 252.39 (Debian 12), OnCalendar= in a zone, the night in which clocks go back: of the hour that comes twice only one pass has elapses. "*:0/15" rests for 75 minutes, "hourly" for two hours,
# "minutely" for 61 minutes, though an expression with a star for the hour seems to mean every hour. Asked with systemd's own systemd-analyze.
# Who judges by "every 15 minutes" whether a timer has missed its run raises a false alarm each autumn; cron and croner leave nothing out.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download systemd=252.39-1~deb12u2 >/dev/null 2>&1
dpkg -x systemd_*.deb root
cat >gaps.mjs <<'JS'
let last;
const gaps = [];
for (const line of (await process.stdin.toArray()).join('').split('\n')) {
  const time = /\(in UTC\): \w+ ([\d-]+) ([\d:]+) UTC/.exec(line);
  if (time === null) continue;
  const at = Date.parse(`${time[1]}T${time[2]}Z`);
  if (last !== undefined) gaps.push((at - last) / 60_000);
  last = at;
}
console.log(`${process.argv[2]}: longest rest ${Math.max(...gaps)} min, shortest ${Math.min(...gaps)} min`);
JS
analyze() {
  TZ=Europe/Berlin LD_LIBRARY_PATH=$(dirname "$(find root -name 'libsystemd-shared-*.so')") \
    root/usr/bin/systemd-analyze calendar --base-time "$2" --iterations "$3" "$1"
}
analyze hourly '2027-10-30 23:30:00' 2 >/dev/null
for it in '*:0/15 16' 'hourly 5' 'minutely 240'; do
  set -f
  set -- $it
  analyze "$1" '2027-10-31 00:00:30' "$2" | node gaps.mjs "$1"
done | tee seen.txt
cat >wanted.txt <<'TEXT'
*:0/15: longest rest 75 min, shortest 15 min
hourly: longest rest 120 min, shortest 60 min
minutely: longest rest 61 min, shortest 1 min
TEXT
cmp seen.txt wanted.txt || { echo "changed" && exit 1; }
