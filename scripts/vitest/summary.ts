export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
}

/** The last line of every test run. Machines read it: its form is fixed. */
export function formatSummary({ passed, failed, skipped }: Summary): string {
  return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
