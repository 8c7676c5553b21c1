import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';
import ipaddr from 'ipaddr.js';

/** What stands for every client whose address a proxy did not write, or wrote so that nobody can read it: they share their limits. */
const unknownAddress = 'unknown';

/**
 * The address of the client, with `trustProxyHops` proxies in front of us: the last so many entries of X-Forwarded-For are theirs and
 * believed, whatever stands before them was written by the caller and is not. Always in one form, so that a port or another way of
 * writing it does not make one client many.
 */
export function clientAddress(req: IncomingMessage, trustProxyHops: number): string {
  const socket = req.socket.remoteAddress ?? unknownAddress;
  if (trustProxyHops === 0) return normalAddress(socket);
  const header = req.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const chain = [...forwarded.filter((part) => part !== ''), socket];
  return normalAddress(chain[Math.max(0, chain.length - 1 - trustProxyHops)] ?? socket);
}

const inBrackets = /^\[(?<address>[^\]]*)\](?::\d{1,5})?$/;
const ipv4WithPort = /^(?<address>[\d.]+):\d{1,5}$/;

/**
 * One form for each address: without port, brackets and zone, IPv6 in its shortest form, IPv4 that was mapped to IPv6 as IPv4. Some
 * proxies write the port as well (`203.0.113.7:4711`, `[2001:db8::7]:4711`).
 */
function normalAddress(text: string): string {
  const match = inBrackets.exec(text) ?? ipv4WithPort.exec(text);
  const [address = ''] = (match?.groups?.address ?? text).split('%');
  // The library also takes `127` and `0x7f.1` for addresses, as inet_aton does; no proxy writes them.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return unknownAddress;
  return ipaddr.process(address).toString();
}

/** What the limits take for one client: an IPv4 address, or the /56 of an IPv6 address, which is what a line at home gets. */
export function clientNetwork(address: string): string {
  return ipKeyGenerator(address);
}

/** The network that an address is part of, wider than `clientNetwork`: `203.0.113.0/24`, `2001:db8::/56`. */
export function addressPrefix(address: string): string {
  return ipaddr.IPv4.isValid(address)
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/24`)}/24`
    : clientNetwork(address);
}

/** What a log may hold of an address: `203.0.113.0/24`, `2001:db8::/48`, which is an organisation or a provider's part, not a person. */
export function loggedNetwork(address: string): string {
  if (ipaddr.IPv4.isValid(address)) return addressPrefix(address);
  if (!ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/48`)}/48`;
}

/** The address of a request's client. */
export type AddressOf = (req: IncomingMessage) => string;

const processKey = randomBytes(32);

/** A key for limiters: the address (IPv6: its /56) hashed under `key`, by default one that dies with the process. Never the address. */
export function addressKey(address: string, key: Buffer = processKey): string {
  return createHmac('sha256', key).update(clientNetwork(address)).digest('base64url').slice(0, 22);
}

/** What the limit of connections takes for one client: the address, of IPv6 its /64, which is what one customer has at least. */
export function connectionNetwork(socketAddress: string | undefined): string {
  return ipKeyGenerator(normalAddress(socketAddress ?? unknownAddress), 64);
}
