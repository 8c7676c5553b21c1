const TOKEN = 'uvp.token';
const KNOWN = 'uvp.known';

/** Who is signed in in this tab. The token lives in sessionStorage only: it ends with the tab. */
export interface Session {
  /** Undefined when nobody is signed in, or no longer. */
  token(): string | undefined;
  start(answer: { token: string; expiresIn: number }): void;
  end(): void;
  /** Whether somebody has been signed in from this browser before. */
  isKnownBrowser(): boolean;
}

/**
 * @param onEnd forgets what belonged to the person
 * @param now milliseconds since the epoch
 */
export function createSession(onEnd: () => void, now: () => number = Date.now): Session {
  return {
    token() {
      const [expiresAt, token] = (sessionStorage.getItem(TOKEN) ?? '').split(' ');
      return token !== undefined && Number(expiresAt) > now() ? token : undefined;
    },
    start({ token, expiresIn }) {
      sessionStorage.setItem(TOKEN, `${now() + expiresIn * 1000} ${token}`);
      localStorage.setItem(KNOWN, 'yes');
    },
    end() {
      sessionStorage.removeItem(TOKEN);
      onEnd();
    },
    isKnownBrowser: () => localStorage.getItem(KNOWN) !== null,
  };
}
