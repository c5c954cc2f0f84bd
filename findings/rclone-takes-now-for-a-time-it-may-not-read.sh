#!/bin/sh
# rclone 1.60.1 (Debian 12), S3: a credential that may list a bucket (s3:ListBucket) and not read its objects. `rclone lsjson` ends with exit code 0 and gives the
# present moment as the time of every object; with --use-server-modtime it gives what the list says.
# One would guess that it fails, or takes the time of the list: whoever looks how old the newest backup is with as few rights as can be finds a new one for ever.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download rclone=1.60.1+dfsg-2+b5 >/dev/null 2>&1
dpkg -x rclone_*.deb root
cat >ask.mjs <<'JS'
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
const LIST = `<?xml version="1.0"?><ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated><Contents><Key>erp.dump</Key>
<LastModified>2020-02-02T02:02:02.000Z</LastModified><Size>4</Size></Contents></ListBucketResult>`;
const server = createServer(({ method }, response) => response.writeHead(method === 'HEAD' ? 403 : 200).end(LIST));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { AWS_CA_BUNDLE, ...own } = process.env;
const env = {
  ...own,
  RCLONE_CONFIG_OFF_TYPE: 's3',
  RCLONE_CONFIG_OFF_PROVIDER: 'Other',
  RCLONE_CONFIG_OFF_ENDPOINT: `http://127.0.0.1:${server.address().port}`,
  RCLONE_CONFIG_OFF_ACCESS_KEY_ID: 'key',
  RCLONE_CONFIG_OFF_SECRET_ACCESS_KEY: 'secret',
};
async function look(...more) {
  const args = ['--config', '/dev/null', 'lsjson', '--files-only', ...more, 'off:b'];
  const [code, out] = await new Promise((resolve) =>
    execFile('root/usr/bin/rclone', args, { env }, (error, stdout) => resolve([error?.code ?? 0, stdout])),
  );
  const [{ ModTime }] = JSON.parse(out);
  const when = Math.abs(Date.now() - Date.parse(ModTime)) < 60_000 ? 'now' : ModTime.slice(0, 10);
  console.log(`${['lsjson', ...more].join(' ')}: exit code ${code}, made ${when}`);
}
await look();
await look('--use-server-modtime');
process.exit();
JS
node ask.mjs | tee seen.txt
cat >wanted.txt <<'TEXT'
lsjson: exit code 0, made now
lsjson --use-server-modtime: exit code 0, made 2020-02-02
TEXT
cmp seen.txt wanted.txt || { echo changed && exit 1; }
