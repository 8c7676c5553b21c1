import { LINE_COLORS } from '../../graph/lineLooks.ts';

/** The colours of the page as canvases need them: custom properties hold `light-dark()` pairs, which only an element resolves. */
export function readColors(host: HTMLElement): { lines: string[]; axis: string; grid: string; accent: string } {
  const probe = document.createElement('i');
  probe.hidden = true;
  host.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const own = Array.from({ length: LINE_COLORS }, (_, index) => read(`--line-${index + 1}`));
  const lines = [...own, read('--edge')];
  const colors = { lines, axis: read('--soft'), grid: read('--line'), accent: read('--accent') };
  probe.remove();
  return colors;
}
