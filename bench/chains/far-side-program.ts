import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { systemClock } from '@watchcase/runtime';

/** The far side of a channel as a program to be killed: writes down each page that it gets and answers then. Arguments: port, file. */
const [port = '0', file = ''] = process.argv.slice(2);

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    appendFileSync(file, `${JSON.stringify({ at: systemClock.now(), body })}\n`);
    response.writeHead(200).end();
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listens\n'));
