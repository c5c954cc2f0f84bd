#!/bin/sh
# @influxdata/influxdb-client 1.35.0: where a batch was answered "later" (429, 503) and waits in the retry buffer, `close()` of the write API resolves and throws it away; only a line on stderr says
# so, and `dispose()` afterwards gives a number. Where the first attempt is made by `close()` itself, it rejects.
# One would guess that `close()` rejects whenever something could not be written: a program that awaits it at its end loses what waited, silently.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @influxdata/influxdb-client@1.35.0
cat >close.mjs <<'JS'
import http from 'node:http';
import { InfluxDB, Point } from '@influxdata/influxdb-client';
for (const status of [204, 429, 503]) {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const writer = new InfluxDB({ url, token: 'none' }).getWriteApi('org', 'bucket', 'ms', { flushInterval: 0 });
  writer.writePoint(new Point('cpu').floatField('used', 1).timestamp(1));
  const flushed = await writer.flush().then(() => 'resolved', () => 'rejected');
  const closed = await writer.close().then(() => 'resolved', () => 'rejected');
  console.log(`${status}: flush ${flushed}, close ${closed}, left unwritten ${writer.dispose()}`);
  server.close();
  server.closeAllConnections();
}
JS
node close.mjs 2>log.txt | tee seen.txt
grep -h 'not written' log.txt || true
cat >wanted.txt <<'TEXT'
204: flush resolved, close resolved, left unwritten 0
429: flush rejected, close resolved, left unwritten 1
503: flush rejected, close resolved, left unwritten 1
TEXT
cmp seen.txt wanted.txt || { echo "changed" && exit 1; }
