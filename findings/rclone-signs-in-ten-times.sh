#!/bin/sh
# rclone 1.60.1 (Debian 12), SFTP with a password that the server refuses: one `rclone lsf` signs in ten times before it says so, since a refusal counts
# as a fault of the network (--low-level-retries 10). With --low-level-retries 1 it is once.
# One would guess that a refused password ends it at once: whoever looks at a folder each minute with an outdated password is banned by the server's
# guard after the first look, and with him the backup jobs of the same host.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download rclone=1.60.1+dfsg-2+b5 >/dev/null 2>&1
dpkg -x rclone_*.deb root
npm init -y >/dev/null 2>&1
npm install --silent --no-audit --no-fund --omit=optional ssh2@1.17.0
cat >count.mjs <<'JS'
import { spawn, execFileSync } from 'node:child_process';
import ssh2 from 'ssh2';
const rclone = 'root/usr/bin/rclone';
const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
let tries = 0;
const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
  client.on('error', () => undefined).on('authentication', (asked) => {
    if (asked.method === 'password') tries++;
    asked.reject(['password']);
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const password = execFileSync(rclone, ['obscure', 'outdated'], { encoding: 'utf8' }).trim();
async function look(...more) {
  tries = 0;
  const remote = `:sftp,host=127.0.0.1,port=${server.address().port},user=backup,pass=${password}:/srv`;
  const child = spawn(rclone, ['lsf', remote, '--config', '/dev/null', '--retries', '1', ...more], { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  console.log(`${['lsf', ...more].join(' ')}: ${tries} times, ${code === 0 ? 'well' : 'refused'}`);
}
await look();
await look('--low-level-retries', '1');
process.exit();
JS
node count.mjs | tee seen.txt
cat >wanted.txt <<'TEXT'
lsf: 10 times, refused
lsf --low-level-retries 1: 1 times, refused
TEXT
cmp seen.txt wanted.txt || { echo changed && exit 1; }
