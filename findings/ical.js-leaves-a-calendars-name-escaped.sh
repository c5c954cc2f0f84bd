#!/bin/sh
# ical.js 2.2.1: of a text property that it has no entry for, the value is given with its backslashes. That hits the two names of a whole calendar: X-WR-CALNAME, which every calendar program
# writes, and NAME of RFC 7986, whose type is TEXT. A SUMMARY with the same characters is right, and node-ical 0.26.1 unescapes X-WR-CALNAME.
# One would guess that both names are read as text: "Duty\, team East" is shown with a backslash in it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ical.js@2.2.1 node-ical@0.26.1
cat >names.mjs <<'JS'
import ICAL from 'ical.js';
import ical from 'node-ical';
const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//duty//EN', 'NAME:Duty\\, team East', 'X-WR-CALNAME:Duty\\, team East', 'BEGIN:VEVENT',
  'UID:1@example.com', 'DTSTAMP:20260101T000000Z', 'DTSTART:20260101T090000Z', 'SUMMARY:Duty\\, team East', 'END:VEVENT', 'END:VCALENDAR', ''];
const text = lines.join('\r\n');
const calendar = new ICAL.Component(ICAL.parse(text));
console.log(`ical.js NAME: ${calendar.getFirstPropertyValue('name')}`);
console.log(`ical.js X-WR-CALNAME: ${calendar.getFirstPropertyValue('x-wr-calname')}`);
console.log(`ical.js SUMMARY: ${calendar.getFirstSubcomponent('vevent').getFirstPropertyValue('summary')}`);
console.log(`node-ical X-WR-CALNAME: ${ical.sync.parseICS(text).vcalendar['WR-CALNAME']}`);
JS
node names.mjs | tee seen.txt
cat >wanted.txt <<'TEXT'
ical.js NAME: Duty\, team East
ical.js X-WR-CALNAME: Duty\, team East
ical.js SUMMARY: Duty, team East
node-ical X-WR-CALNAME: Duty, team East
TEXT
cmp seen.txt wanted.txt || { echo "changed" && exit 1; }
