import Bowser from 'bowser';
import type { SessionRecord } from './sessions.service.ts';

/** A session in an answer. */
export interface PresentedSession {
  id: string;
  /** The one that asks. */
  isCurrent: boolean;
  inBrowser: boolean;
  /** As far as its User-Agent tells, e.g. `Firefox` and `Windows`. */
  browser: string | null;
  operatingSystem: string | null;
  addressRange: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

export function presentSession(record: SessionRecord, currentId: string | undefined): PresentedSession {
  const { browser, os } = Bowser.parse(record.userAgent || '-');
  return {
    id: record.id,
    isCurrent: record.id === currentId,
    inBrowser: record.inBrowser,
    browser: browser.name || record.userAgent.split('/')[0] || null,
    operatingSystem: os.name ?? null,
    addressRange: record.addressRange,
    createdAt: record.createdAt.toISOString(),
    lastSeenAt: record.lastSeenAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
  };
}
