// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { drawing, element, replaceChildren, uniqueId } from './dom.ts';

describe('element', () => {
  it('makes text of text, never markup', () => {
    const made = element('p', 'soft', '<b>', element('i', '', 'x'), undefined, '&amp;');
    expect([made.className, made.textContent, made.children.length]).toEqual(['soft', '<b>x&amp;', 1]);
  });

  it('leaves out what is undefined, and keeps what is empty', () => {
    const made = element('input', { attributes: { name: undefined, required: '', type: 'text' } });
    expect(made.getAttributeNames().sort()).toEqual(['required', 'type']);
    expect(element('p', '').hasAttribute('class')).toBe(false);
  });

  it('listens', () => {
    const click = vi.fn();
    element('button', { on: { click } }).click();
    expect(click).toHaveBeenCalledOnce();
  });
});

describe('drawing', () => {
  it('is SVG that nobody has to hear', () => {
    const made = drawing('mark', '0 0 8 8', { d: 'M0 0h8' }, { d: 'M0 8h8', class: 'line' });
    expect([made.namespaceURI, made.getAttribute('aria-hidden'), made.getAttribute('class')]).toEqual([
      'http://www.w3.org/2000/svg',
      'true',
      'mark',
    ]);
    expect([...made.children].map((path) => path.getAttribute('d'))).toEqual(['M0 0h8', 'M0 8h8']);
  });
});

describe('replaceChildren', () => {
  it('replaces everything, and leaves out what is undefined', () => {
    const place = element('div', '', 'old', element('p', ''));
    replaceChildren(place, undefined, 'new');
    expect(place.childNodes.length).toBe(1);
    expect(place.textContent).toBe('new');
  });
});

describe('uniqueId', () => {
  it('is never given twice', () => {
    expect(new Set(Array.from({ length: 10 }, () => uniqueId('field'))).size).toBe(10);
  });
});
