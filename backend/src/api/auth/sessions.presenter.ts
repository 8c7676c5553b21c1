import Bowser from 'bowser';
import type { PresentedSession } from '../../contract/auth.ts';
import type { SessionRecord } from './sessions.service.ts';

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
