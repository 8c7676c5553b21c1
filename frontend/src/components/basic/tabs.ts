import { element, uniqueId } from '../../dom.ts';

export interface Tab {
  readonly title: string;
  readonly content: Node;
}

export interface Tabs {
  readonly element: HTMLElement;
  /** Shows a panel, by its number. */
  show(chosen: number): void;
}

/** Tabs as WAI-ARIA's authoring practices have them: arrow keys move, Tab goes into the panel. */
export function tabs(label: string, all: readonly Tab[]): HTMLElement {
  return choosableTabs(label, all).element;
}

/** The same, for who has to know which one is chosen. @param onChoose is told when a person chooses one */
export function choosableTabs(label: string, all: readonly Tab[], onChoose?: (chosen: number) => void): Tabs {
  const buttons = all.map(({ title }, index) =>
    element(
      'button',
      {
        className: 'tab',
        attributes: { type: 'button', role: 'tab', id: uniqueId('tab') },
        on: { click: () => choose(index) },
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
  const choose = (chosen: number) => {
    show(chosen);
    onChoose?.(chosen);
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
    choose(next);
    buttons[next]?.focus();
  });
  show(0);
  return { element: element('div', 'tabs', list, ...panels), show };
}
