#!/bin/sh
# node-cron 4.6.0 with `timezone`, when clocks are set. One would guess that "every half hour" goes on every half hour, and that a daily task has its run each day.
# - Back: nothing runs in the first pass of the hour that comes twice. "*/30 * * * *" in Europe/Berlin stands still for 90 minutes, "0 * * * *" for two hours, and a daily "30 2 * * *" runs at
#   the second 02:30 only.
# - Forward: where the leap is at midnight (America/Havana), a daily "0 0 * * *" has no run on that day at all.
# What is scheduled in UTC is not hurt. Runs are counted with Node's own mock timers, second by second.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-cron@4.6.0
cat >runs.mjs <<'JS'
import { mock } from 'node:test';
const [start, hours, expression, timezone] = process.argv.slice(2);
mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: new Date(start) });
const { schedule } = (await import('node-cron')).default;
const runs = [];
schedule(expression, () => void runs.push(new Date().toISOString().slice(11, 16)), { timezone });
for (let second = 0; second < Number(hours) * 3600; second++) {
  mock.timers.tick(1000);
  for (let turn = 0; turn < 4; turn++) await null;
}
console.log(runs.join(' '));
process.exit();
JS
expect() {
  seen=$(node --no-warnings runs.mjs "$2" "$3" "$4" "$5")
  echo "$1: $4 $5 from $2, ${3} h: runs (UTC) at [$seen]"
  [ "$seen" = "$6" ] || { echo "changed: expected [$6]" && exit 1; }
}
expect 'a usual night' 2027-10-29T23:40:00Z 3 '*/30 * * * *' Europe/Berlin '00:00 00:30 01:00 01:30 02:00 02:30'
expect 'clocks back' 2027-10-30T23:40:00Z 3 '*/30 * * * *' Europe/Berlin '01:00 01:30 02:00 02:30'
expect 'clocks back' 2027-10-30T22:40:00Z 4 '0 * * * *' Europe/Berlin '23:00 01:00 02:00'
expect 'clocks back' 2027-10-30T23:40:00Z 4 '30 2 * * *' Europe/Berlin '01:30'
expect 'clocks forward at midnight' 2027-03-14T04:30:00Z 3 '0 0 * * *' America/Havana ''
