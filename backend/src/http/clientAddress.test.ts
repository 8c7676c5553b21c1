import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressKey, clientAddress, connectionNetwork } from './clientAddress.ts';

const proxy = '10.0.0.1';

function request(forwarded?: string | string[]): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress: proxy }, headers } as unknown as IncomingMessage;
}

describe('clientAddress', () => {
  it.each([
    [0, undefined, proxy],
    [0, '192.0.2.1', proxy],
    [1, undefined, proxy],
    [1, '', proxy],
    [1, '192.0.2.1', '192.0.2.1'],
    [1, 'spoofed, 192.0.2.1', '192.0.2.1'],
    [1, 'spoofed,, ,192.0.2.1 ', '192.0.2.1'],
    [2, 'spoofed, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    [2, '192.0.2.1', '192.0.2.1'],
    [1, '203.0.113.7:4711', '203.0.113.7'],
    [1, '[2001:db8::7]:4711', '2001:db8::7'],
    [1, '[2001:db8::7]', '2001:db8::7'],
    [1, '2001:0DB8:0:0::7', '2001:db8::7'],
    [1, 'fe80::1%eth0', 'fe80::1'],
    [1, '::ffff:203.0.113.7', '203.0.113.7'],
    [1, '[::ffff:203.0.113.7]:80', '203.0.113.7'],
    [1, 'unknown', 'unknown'],
    [1, '_hidden', 'unknown'],
    [1, '127', 'unknown'],
    [1, '1.2.3.4.5:80', 'unknown'],
    [1, '999.1.1.1', 'unknown'],
    [1, '[203.0.113.7', 'unknown'],
  ])('behind %d proxies with %j is %s', (hops, forwarded, expected) => {
    expect(clientAddress(request(forwarded), hops)).toBe(expected);
  });

  it('reads several headers as one list', () => {
    expect(clientAddress(request(['spoofed', '192.0.2.1']), 1)).toBe('192.0.2.1');
  });
});

describe('addressKey', () => {
  it('tells addresses apart, and IPv6 networks of 56 bits', () => {
    const addresses = ['192.0.2.1', '192.0.2.2', '2001:db8:0:100::1', '2001:db8:0:200::1', 'unknown'];
    expect(new Set(addresses.map((address) => addressKey(address))).size).toBe(5);
    expect(addressKey('2001:db8:0:100::1')).toBe(addressKey('2001:db8:0:1ff:ffff::2'));
  });

  it('sees the same client through IPv4 and IPv4 mapped to IPv6', () => {
    expect(addressKey('::ffff:192.0.2.1')).toBe(addressKey('192.0.2.1'));
    expect(addressKey('::ffff:192.0.2.1')).not.toBe(addressKey('::ffff:192.0.2.2'));
  });

  it('does not show the address', () => {
    expect(addressKey('192.0.2.1')).toMatch(/^[\w-]{22}$/);
    expect(addressKey('192.0.2.1', Buffer.alloc(32, 1))).not.toBe(addressKey('192.0.2.1', Buffer.alloc(32, 2)));
  });
});

describe('what counts as one address for connections', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    [undefined, 'unknown'],
  ])('of %s is %s', (address, expected) => {
    expect(connectionNetwork(address)).toBe(expected);
  });
});
