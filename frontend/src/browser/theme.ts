import { storedName } from './address.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = storedName('theme');

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Keeps the choice in this browser and shows it. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme();
}

/** Colours are `light-dark()` pairs, so the attribute only settles `color-scheme`. Pictures that were painted must be painted again. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
  document.dispatchEvent(new Event('themechange'));
}

/** Calls back when colours have changed, whether by choice or with the system. */
export function onThemeChange(listener: () => void, signal: AbortSignal): void {
  document.addEventListener('themechange', listener, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener, { signal });
}
