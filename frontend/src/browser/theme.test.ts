// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { applyTheme, chooseTheme, chosenTheme, onThemeChange } from './theme.ts';

const shown = () => document.documentElement.getAttribute('data-theme');

beforeEach(() => {
  localStorage.clear();
  applyTheme();
});

describe('the colours', () => {
  it('are those of the system until somebody chooses', () => {
    expect([chosenTheme(), shown()]).toEqual(['system', null]);
    chooseTheme('dark');
    expect([chosenTheme(), shown()]).toEqual(['dark', 'dark']);
    chooseTheme('system');
    expect([chosenTheme(), shown()]).toEqual(['system', null]);
  });

  it('are those of the system when what is kept is no choice', () => {
    chooseTheme('dark');
    const [name = ''] = Object.keys(localStorage);
    localStorage.setItem(name, 'purple');
    applyTheme();
    expect([chosenTheme(), shown()]).toEqual(['system', null]);
  });

  it('are told to those who paint, until their page is left', () => {
    const page = new AbortController();
    const paint = vi.fn();
    onThemeChange(paint, page.signal);
    chooseTheme('light');
    expect(paint).toHaveBeenCalledTimes(1);
    page.abort();
    chooseTheme('dark');
    expect(paint).toHaveBeenCalledTimes(1);
  });
});
