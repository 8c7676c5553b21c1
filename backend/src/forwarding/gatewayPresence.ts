import net from 'node:net';
import { createPushgatewaySink, UnusableGateway } from './pushgatewaySink.ts';

/**
 * Who answers at a gateway's address, as seen from this computer:
 * - running: a Pushgateway;
 * - other: something that does not say that it is one. It may be another program, or a Pushgateway behind a proxy or a password;
 * - mute: a connection is made and no answer comes, as of a process that is stopped, overloaded, or speaks another protocol;
 * - silent: no connection is made. Only this is what a gateway that is gone looks like.
 */
export interface GatewayPresence {
  readonly kind: 'running' | 'other' | 'mute' | 'silent';
  /** Continues a sentence that begins with the gateway's name. */
  readonly text: string;
}

const connectTimeoutMs = 2_000;

export async function askPresence(url: string): Promise<GatewayPresence> {
  try {
    await createPushgatewaySink(url).status();
    return { kind: 'running', text: 'answers' };
  } catch (error) {
    if (error instanceof UnusableGateway) {
      return { kind: error.isPushgateway ? 'running' : 'other', text: `answers, but: ${error.message}` };
    }
    const failure = await connectionFailure(url);
    if (failure !== undefined) return { kind: 'silent', text: `does not answer: ${failure}` };
    return { kind: 'mute', text: `takes connections and gives no answer: ${describe(error)}` };
  }
}

/** Undefined when a connection is made. */
function connectionFailure(url: string): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(url);
  const usualPort = protocol === 'https:' ? 443 : 80;
  return new Promise((resolve) => {
    const socket = net.connect({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? usualPort : Number(port),
      timeout: connectTimeoutMs,
    });
    const end = (failure: string | undefined) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(`no connection within ${connectTimeoutMs / 1_000} s`));
    socket.once('error', (error) => end(describe(error)));
  });
}

/** The error of a name with several addresses, none of which answers, has a code and no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String(Reflect.get(error, 'code'));
}
