#!/bin/sh
# Mosquitto 2.0.11 (Debian 12), shared subscription ($share/group/topic) with two members that keep their sessions: while one is away, half of the messages are kept for it, also after its connection broke
# off without a word. They reach nobody until it comes back, and are lost when its session ends.
# One would guess that those who are there share what comes: two workers in one group for the case that one dies are then no safety, each death delays half of all.
# (MQTT 5, 4.8.2, leaves the choice of the member to the server.)
set -eu
folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || kill "$broker"; rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download mosquitto=2.0.11-1.2+deb12u2 libmosquitto1 libcjson1 libdlt2 libwrap0 libnsl2 libtirpc3 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$(find "$folder/root" -name '*.so*' -exec dirname {} + | sort -u | paste -sd:)
printf 'listener 0 %s\nallow_anonymous true\nuser root\n' "$folder/socket" >broker.conf
LD_LIBRARY_PATH=$libraries root/usr/sbin/mosquitto -c broker.conf >broker.log 2>&1 &
broker=$!
npm init -y >/dev/null 2>&1
npm install --silent --no-audit --no-fund mqtt@5.16.0
cat >share.mjs <<'JS'
import net from 'node:net';
import mqtt from 'mqtt';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function member(clientId) {
  const options = { clientId, protocolVersion: 5, clean: false, properties: { sessionExpiryInterval: 600 }, reconnectPeriod: 0 };
  const client = new mqtt.MqttClient(() => net.connect('socket'), options);
  client.got = 0;
  client.on('message', () => client.got++).on('error', () => undefined);
  await new Promise((resolve) => client.once('connect', resolve));
  return client;
}
async function send(publisher) {
  for (let i = 0; i < 10; i++) await publisher.publishAsync('jobs/a', String(i), { qos: 1 });
  await pause(500);
}
const [first, second, publisher] = [await member('first'), await member('second'), await member('publisher')];
for (const one of [first, second]) await one.subscribeAsync('$share/workers/jobs/#', { qos: 1 });
await send(publisher);
console.log(`both there: ${first.got} and ${second.got} of 10`);
first.got = 0;
second.stream.destroy();
await pause(500);
await send(publisher);
console.log(`second has gone: ${first.got} of 10 reach the first`);
const again = await member('second');
await pause(500);
console.log(`second is back: ${again.got} reach it now`);
process.exit();
JS
for try in 1 2 3 4 5 6 7 8 9 10; do [ -S socket ] && break; sleep 0.5; done
node share.mjs | tee seen.txt
cat >wanted.txt <<'TEXT'
both there: 5 and 5 of 10
second has gone: 5 of 10 reach the first
second is back: 5 reach it now
TEXT
cmp seen.txt wanted.txt || { echo "changed" && cat broker.log && exit 1; }
