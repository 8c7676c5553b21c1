import { storedName } from '../browser/address.ts';

const SIGNED_IN = storedName('session');
const KNOWN = storedName('known');

/** What a sign-in says of the session that it has begun. */
export interface SessionStart {
  /** Seconds. */
  readonly expiresIn: number;
  readonly user: { readonly id: string; readonly email: string };
}

/**
 * Who is signed in in this browser. The session itself is in a cookie that no script can read; what is kept here is whose it is, and how
 * long it lives at most.
 */
export interface Session {
  isSignedIn(): boolean;
  /** Whose session it is or was, until `end`. */
  user(): SessionStart['user'] | undefined;
  start(started: SessionStart): void;
  /** The same person's session lives on for the full time. */
  renew(expiresIn: number): void;
  end(): void;
  /** Whether somebody has been signed in from this browser before. */
  isKnownBrowser(): boolean;
  /** Calls back when another tab has signed in, gone on or signed out, with the id of the person whose session it is since then. */
  onChange(listener: (userId: string | undefined) => void): void;
}

interface Kept {
  readonly expiresAt: number;
  readonly user: SessionStart['user'];
}

/**
 * @param onEnd forgets what belonged to the person
 * @param now milliseconds since the epoch
 */
export function createSession(onEnd: () => void, now: () => number = Date.now): Session {
  // Not by `storage` events: signing out has the browser clear the storage, and that sends none.
  const tabs = new BroadcastChannel(SIGNED_IN);
  const keep = (user: SessionStart['user'], expiresIn: number) => {
    const kept: Kept = { expiresAt: now() + expiresIn * 1000, user };
    localStorage.setItem(SIGNED_IN, JSON.stringify(kept));
    localStorage.setItem(KNOWN, 'yes');
    tabs.postMessage(user.id);
  };
  const user = () => read()?.user;
  return {
    isSignedIn: () => (read()?.expiresAt ?? 0) > now(),
    user,
    start: (started) => keep(started.user, started.expiresIn),
    renew(expiresIn) {
      const person = user();
      if (person) keep(person, expiresIn);
    },
    end() {
      localStorage.removeItem(SIGNED_IN);
      // Signing out may have cleared all that this browser had kept.
      localStorage.setItem(KNOWN, 'yes');
      tabs.postMessage(undefined);
      onEnd();
    },
    isKnownBrowser: () => localStorage.getItem(KNOWN) !== null,
    onChange(listener) {
      tabs.addEventListener('message', ({ data }: MessageEvent<string | undefined>) => listener(data));
    },
  };
}

function read(): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SIGNED_IN) ?? 'null');
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('expiresAt' in value) || !('user' in value)) return false;
  const { expiresAt, user } = value;
  if (typeof expiresAt !== 'number' || typeof user !== 'object' || user === null) return false;
  return 'id' in user && typeof user.id === 'string' && 'email' in user && typeof user.email === 'string';
}
