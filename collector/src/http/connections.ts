import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Who is connected to the HTTP server. */
export interface Connections {
  /** True while something else written into this connection would break an answer, or be taken for one. */
  isAnswering(socket: Socket): boolean;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Bounds the connections of a server: each takes a file descriptor, and hosts and databases need some too. When there are more than `most`, the one goes that
 * has not asked anything, or not finished asking, for longest; those that wait for an answer stay.
 */
export function boundConnections(server: Server, most: number): Connections {
  /** Oldest activity first; with what is being answered. */
  const connections = new Map<Socket, Exchange | undefined>();

  function leastUrgent(newest: Socket): Socket {
    for (const [socket, exchange] of connections) if (exchange?.request.complete !== true) return socket;
    return newest;
  }

  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
    if (connections.size > most) leastUrgent(socket).destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const exchange = { request, response };
    if (connections.has(socket)) connections.set(socket, exchange);
    response.once('close', () => {
      // A pipelined request may have come meanwhile.
      if (connections.get(socket) !== exchange) return;
      connections.delete(socket);
      if (!socket.destroyed) connections.set(socket, undefined);
    });
  });

  return {
    isAnswering(socket) {
      const exchange = connections.get(socket);
      return exchange !== undefined && (exchange.request.complete || exchange.response.headersSent);
    },
  };
}
