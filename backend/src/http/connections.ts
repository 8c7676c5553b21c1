import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { connectionNetwork } from './clientAddress.ts';

/** How many connections a server keeps open. */
export interface ConnectionLimits {
  readonly total: number;
  /** From one address (IPv6: one /64); undefined behind proxies, where all connections come from these. */
  readonly perAddress: number | undefined;
  /** Called for every connection that a limit costs: an idle one that was given up for a new one, or a new one that was refused. */
  readonly onLimit: (limit: LimitName, action: LimitAction) => void;
}

export type LimitName = 'address' | 'total';
export type LimitAction = 'given_up' | 'refused';

/** The open connections of a server. */
export interface Connections {
  /** Answers that have not begun yet, and all later ones, say `Connection: close`. */
  drain(): void;
  /** Closes those on which no request is under way, also none of which only a part has come. */
  closeIdle(): void;
}

/** The connections of one address. */
interface Peer {
  readonly network: string;
  open: number;
  /** The one that has been idle longest comes first. */
  readonly idle: Set<Connection>;
}

interface Connection {
  readonly socket: Socket;
  readonly peer: Peer;
  /** Requests that have been read and not been answered; more than one when the client does not wait for answers. */
  underWay: number;
  /** Bytes read when the last answer ended. More have come since when a request is arriving. */
  bytesRead: number;
  /** To the request that came last. Not in a set of all: its dead entries would keep answers from being collected young. */
  answer: ServerResponse | undefined;
}

/**
 * Must be called before the server has another listener for requests. When a limit is reached, a new connection takes the place of the one
 * that has been idle longest, of the same address or of all; one whose request has not arrived whole up to the end of its head counts as
 * idle. When none is idle, the new one is refused. (`server.maxConnections` would refuse every new one, so that a client that opens that many
 * and sends nothing keeps all others out.)
 */
export function trackConnections(server: Server, limits: ConnectionLimits): Connections {
  const open = new Map<Socket, Connection>();
  const idle = new Set<Connection>();
  const peers = new Map<string, Peer>();
  let isDraining = false;

  function forget(connection: Connection): void {
    const { socket, peer } = connection;
    if (!open.delete(socket)) return;
    idle.delete(connection);
    peer.idle.delete(connection);
    peer.open -= 1;
    if (peer.open === 0) peers.delete(peer.network);
  }

  /** @returns false when nothing can be given up */
  function makeRoom(limit: LimitName, candidates: ReadonlySet<Connection>): boolean {
    const [longestIdle] = candidates;
    limits.onLimit(limit, longestIdle ? 'given_up' : 'refused');
    if (!longestIdle) return false;
    forget(longestIdle);
    longestIdle.socket.destroy();
    return true;
  }

  function admit(peer: Peer): boolean {
    if (peer.open >= (limits.perAddress ?? Number.POSITIVE_INFINITY) && !makeRoom('address', peer.idle)) return false;
    return open.size < limits.total || makeRoom('total', idle);
  }

  function setIdle(connection: Connection): void {
    idle.add(connection);
    connection.peer.idle.add(connection);
  }

  function setBusy(connection: Connection): void {
    idle.delete(connection);
    connection.peer.idle.delete(connection);
  }

  server.on('connection', (socket) => {
    const network = connectionNetwork(socket.remoteAddress);
    const known = peers.get(network) ?? { network, open: 0, idle: new Set() };
    if (!admit(known)) {
      socket.destroy();
      return;
    }
    // Its last connection may have been given up just now.
    const peer = peers.get(network) ?? known;
    peers.set(network, peer);
    peer.open += 1;
    const connection: Connection = { socket, peer, underWay: 0, bytesRead: 0, answer: undefined };
    open.set(socket, connection);
    setIdle(connection);
    socket.once('close', () => forget(connection));
  });

  server.on('request', ({ socket }, res) => {
    const connection = open.get(socket);
    if (isDraining) res.shouldKeepAlive = false;
    if (!connection) return;
    connection.underWay += 1;
    connection.answer = res;
    setBusy(connection);
    res.once('close', () => {
      connection.underWay -= 1;
      if (connection.answer === res) connection.answer = undefined;
      connection.bytesRead = socket.bytesRead;
      if (connection.underWay === 0 && open.has(socket)) setIdle(connection);
    });
  });

  return {
    drain() {
      isDraining = true;
      for (const { answer } of open.values()) if (answer && !answer.headersSent) answer.shouldKeepAlive = false;
    },
    closeIdle() {
      for (const { socket, bytesRead } of idle) if (socket.bytesRead === bytesRead) socket.destroy();
    },
  };
}
