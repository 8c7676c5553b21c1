import { drawing } from '../../dom.ts';

const PATHS = {
  metrics: 'M4 19V11M10 19V5M16 19v-6M22 19V8',
  explore: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  keys: 'M15 9a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM14 12l7 7M18 16l2-2',
  connect: 'M9 15l6-6M8 11l-3 3a4 4 0 0 0 6 6l3-3M16 13l3-3a4 4 0 0 0-6-6l-3 3',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 20c1-4 4-6 8-6s7 2 8 6',
  status: 'M3 12h4l3-8 4 16 3-8h4',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 13l4 4L19 7',
  warn: 'M12 4 2 20h20L12 4ZM12 10v4M12 17v.5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 7.5V8',
  close: 'M6 6l12 12M18 6 6 18',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  edit: 'M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  back: 'M11 5l-7 7 7 7M4 12h16',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3-1-6ZM12 15v6',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text; decorative. */
export function icon(name: IconName): SVGSVGElement {
  return drawing('icon', '0 0 24 24', { d: PATHS[name] });
}
