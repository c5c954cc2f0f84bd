import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
import { PROBLEM_TYPE, problemText, type Refusal } from './problem.ts';

/** Objections of Node's parser that are no plain nonsense. */
const known: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'REQUEST_TIMEOUT',
    title: 'The request was not finished in time',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'REQUEST_HEADERS_TOO_LARGE',
    title: 'Address and headers are larger than 16 KiB',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'REQUEST_TOO_LARGE',
    title: 'The chunk extensions of the body are too large',
  },
};

/** Why what came over a connection is no request (pure), by the code of the parser's error. */
export function decideUnreadable(code: string | undefined): Refusal {
  return (
    known[code ?? ''] ?? { status: 400, code: 'REQUEST_INVALID', title: 'This is no valid HTTP request' }
  );
}

/** Answers what never becomes a request: broken, endless or too large headers, CONNECT, an expectation nobody can meet. */
export function refuseUnreadable(server: Server, connections: Connections): void {
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // The answer that is on its way would be broken by another one in it.
    if (connections.isAnswering(socket as Socket)) socket.destroy();
    else refuse(socket, decideUnreadable(error.code));
  });
  server.on('connect', (_request, socket: Duplex) =>
    refuse(socket, { status: 405, code: 'METHOD_NOT_ALLOWED', title: 'This is no proxy' }),
  );
  server.on('checkExpectation', (request, response) => {
    const title = `"Expect: ${request.headers.expect}" cannot be met`;
    const refusal: Refusal = { status: 417, code: 'REQUEST_INVALID', title };
    const body = problemText(refusal);
    const headers = { 'content-type': PROBLEM_TYPE, 'content-length': Buffer.byteLength(body) };
    response.writeHead(refusal.status, { ...headers, connection: 'close' }).end(body);
  });
}

function refuse(socket: Duplex, refusal: Refusal): void {
  const body = problemText(refusal);
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy();
}
