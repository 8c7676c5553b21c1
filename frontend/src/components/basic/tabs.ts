import { element, uniqueId } from '../../dom.ts';

export interface Tab {
  readonly title: string;
  readonly content: Node;
}

/** Tabs as WAI-ARIA's authoring practices have them: arrow keys move, Tab goes into the panel. */
export function tabs(label: string, all: readonly Tab[]): HTMLElement {
  const buttons = all.map(({ title }, index) =>
    element(
      'button',
      {
        className: 'tab',
        attributes: { type: 'button', role: 'tab', id: uniqueId('tab') },
        on: { click: () => show(index) },
      },
      title,
    ),
  );
  const panels = all.map(({ content }, index) => {
    const made = element(
      'div',
      {
        className: 'tab-panel',
        attributes: { role: 'tabpanel', id: uniqueId('panel'), 'aria-labelledby': buttons[index]?.id },
      },
      content,
    );
    buttons[index]?.setAttribute('aria-controls', made.id);
    return made;
  });
  const show = (chosen: number) => {
    for (const [index, tab] of buttons.entries()) {
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      if (panels[index]) panels[index].hidden = index !== chosen;
    }
  };
  const list = element(
    'div',
    { className: 'tab-list', attributes: { role: 'tablist', 'aria-label': label } },
    ...buttons,
  );
  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (step === undefined || current === -1) return;
    const next = (current + step + buttons.length) % buttons.length;
    show(next);
    buttons[next]?.focus();
  });
  show(0);
  return element('div', 'tabs', list, ...panels);
}
