/** Runs `work` and swallows whatever it throws: a fault of ours must never reach the page. */
export function safely(work: () => void): void {
  try {
    work();
  } catch {
    // Nobody here could act on it, and the page's console is not ours.
  }
}
