import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  /** Answers that have not begun yet, and all later ones, say `Connection: close`. */
  drain(): void;
  /** Closes those on which no request is under way, also none of which only a part has come. */
  closeIdle(): void;
}

interface Connection {
  readonly socket: Socket;
  /** Requests that have been read and not been answered; more than one when the client does not wait for answers. */
  underWay: number;
  /** Bytes read when the last answer ended. More have come since when a request is arriving. */
  bytesRead: number;
}

/** Must be called before the server has another listener for requests. */
export function trackConnections(server: Server): Connections {
  const open = new Map<Socket, Connection>();
  const answers = new Set<ServerResponse>();
  let isDraining = false;

  server.on('connection', (socket) => {
    open.set(socket, { socket, underWay: 0, bytesRead: 0 });
    socket.once('close', () => open.delete(socket));
  });

  server.on('request', ({ socket }, res) => {
    const connection = open.get(socket);
    if (connection) connection.underWay += 1;
    answers.add(res);
    if (isDraining) res.shouldKeepAlive = false;
    res.once('close', () => {
      answers.delete(res);
      if (!connection) return;
      connection.underWay -= 1;
      connection.bytesRead = socket.bytesRead;
    });
  });

  return {
    drain() {
      isDraining = true;
      for (const res of answers) if (!res.headersSent) res.shouldKeepAlive = false;
    },
    closeIdle() {
      for (const { socket, underWay, bytesRead } of open.values()) {
        if (underWay === 0 && socket.bytesRead === bytesRead) socket.destroy();
      }
    },
  };
}
