import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * The address of the client, with `trustProxyHops` proxies in front of us: the last so many entries of X-Forwarded-For are theirs and
 * believed, whatever stands before them was written by the caller and is not.
 */
export function clientAddress(req: IncomingMessage, trustProxyHops: number): string {
  const socket = req.socket.remoteAddress ?? 'unknown';
  if (trustProxyHops === 0) return socket;
  const header = req.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const chain = [...forwarded.filter((part) => part !== ''), socket];
  return chain[Math.max(0, chain.length - 1 - trustProxyHops)] ?? socket;
}

const processKey = randomBytes(32);

/** A key for limiters: the address (IPv6: its /56) hashed under `key`, by default one that dies with the process. Never the address. */
export function addressKey(address: string, key: Buffer = processKey): string {
  return createHmac('sha256', key).update(ipKeyGenerator(address)).digest('base64url').slice(0, 22);
}
