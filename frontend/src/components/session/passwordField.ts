import { element } from '../../dom.ts';
import { passwordFault, passwordStrength } from '../../session/password.ts';
import { button } from '../basic/button.ts';
import { type TextField, textField } from '../forms/textField.ts';

/** A password box that tells about caps lock and can show what was typed; a new one also says how strong it is. */
export function passwordField(options: {
  name: string;
  label: string;
  /** `new` is measured and limited, `current` is taken as it is. */
  purpose: 'new' | 'current';
}): TextField {
  const isNew = options.purpose === 'new';
  const meter = element('div', { className: 'strength', attributes: { 'aria-hidden': 'true' } }, element('i', ''));
  const words = element('span', { attributes: { 'aria-live': 'polite' } }, isNew ? HINT : '');
  const capsLock = element('span', { className: 'caps', attributes: { role: 'status' } });
  const field = textField({
    name: options.name,
    label: options.label,
    type: 'password',
    autocomplete: isNew ? 'new-password' : 'current-password',
    hint: element('div', '', isNew ? meter : undefined, words, capsLock),
    ...(isNew && {
      check: passwordFault,
      onInput: (text: string) => {
        const strength = passwordStrength(text);
        meter.dataset.level = String(strength.level);
        words.textContent = text === '' ? HINT : strength.words;
      },
    }),
  });
  const onKey = (event: Event) => {
    const isOn = event instanceof KeyboardEvent && event.getModifierState('CapsLock');
    capsLock.textContent = isOn ? ' Caps lock is on.' : '';
  };
  field.input.addEventListener('keydown', onKey);
  field.input.addEventListener('keyup', onKey);
  field.input.addEventListener('blur', () => {
    capsLock.textContent = '';
  });
  const reveal = button('Show', () => {
    const hidden = field.input.getAttribute('type') === 'password';
    field.input.setAttribute('type', hidden ? 'text' : 'password');
    reveal.textContent = hidden ? 'Hide' : 'Show';
    reveal.setAttribute('aria-pressed', String(hidden));
  });
  reveal.className = 'reveal';
  reveal.setAttribute('aria-label', `Show ${options.label.toLowerCase()}`);
  reveal.setAttribute('aria-pressed', 'false');
  const box = element('div', 'reveal-box');
  field.input.replaceWith(box);
  box.append(field.input, reveal);
  return field;
}

const HINT = 'At least 8 characters; a few unrelated words make a good one.';
