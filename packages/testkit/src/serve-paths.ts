import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on this machine that answers each path with what stands under it, all else with 404. */
export interface ServedPaths {
  url: string;
  paths: Map<string, string | Buffer>;
  close(): void;
}

/** Starts one; `close` ends it, and whatever is open. */
export async function servePaths(): Promise<ServedPaths> {
  const paths: ServedPaths['paths'] = new Map();
  const server = createServer((request, answer) => {
    const body = paths.get(request.url ?? '');
    answer.statusCode = body === undefined ? 404 : 200;
    answer.end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
