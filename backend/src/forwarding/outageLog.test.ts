import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../testing/memoryLog.ts';
import { createOutageLog } from './outageLog.ts';

function rig() {
  const { logger, lines } = createMemoryLog();
  const outage = createOutageLog(logger, { fails: 'it fails', works: 'it works again' });
  const logged = () => lines.map((line) => (JSON.parse(line) as { level: string; message: string }).message);
  return { outage, lines, logged };
}

describe('createOutageLog', () => {
  it('says nothing while all is well', () => {
    const { outage, logged } = rig();
    outage.worked();
    outage.worked();
    expect(logged()).toEqual([]);
  });

  it('logs a beginning and an end for each outage', () => {
    const { outage, logged } = rig();
    const twoOutages = [outage.failed, outage.failed, outage.worked, outage.worked, outage.failed, outage.worked];
    for (const report of twoOutages) report(new Error('refused'));
    expect(logged()).toEqual(['it fails', 'it works again', 'it fails', 'it works again']);
  });

  it('warns with the first error, and not again when the error changes', () => {
    const { outage, lines } = rig();
    outage.failed(new Error('refused'));
    outage.failed(new Error('timed out'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', error: { message: 'refused' } });
  });
});
