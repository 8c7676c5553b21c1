// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { element } from '../../dom.ts';
import { ApiError, UnreachableError } from '../../failure.ts';
import { control, find, show, texts, type } from '../../testing/screen.ts';
import { form } from './form.ts';
import { textField } from './textField.ts';

const tooShort = (text: string) => (text.length < 3 ? 'is too short' : undefined);

function make(onSubmit: () => Promise<void>) {
  const name = textField({ name: 'name', label: 'Name', value: 'Ada', check: tooShort });
  const email = textField({ name: 'email', label: 'E-mail', value: 'ada@example.com' });
  const made = show(form({ title: 'Person', fields: [name, email], submit: 'Save', onSubmit }));
  const send = () => control(made, 'Save').click();
  return { made, name, email, send, faults: () => texts(made, '.fault'), problem: () => texts(made, '.problem') };
}

const refuse = (error: unknown) => () => Promise.reject(error);

describe('a form', () => {
  it('is not sent while a field has a fault; the first one has the focus', () => {
    const send = vi.fn(() => Promise.resolve());
    const form = make(send);
    type(form.name.input, 'A');
    type(form.email.input, '');
    form.send();
    expect(send).not.toHaveBeenCalled();
    expect(form.faults()).toEqual(['Name is too short', 'E-mail is needed']);
    expect(document.activeElement).toBe(form.name.input);
    type(form.name.input, 'Ada');
    type(form.email.input, 'a@b.c');
    form.send();
    expect(send).toHaveBeenCalledOnce();
    expect(form.faults()).toEqual(['', '']);
  });

  it('is sent once, however often its button is pressed meanwhile', async () => {
    let end = () => {};
    const send = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    const form = make(send);
    form.send();
    form.send();
    expect(send).toHaveBeenCalledOnce();
    expect(control(form.made, 'Save').getAttribute('aria-busy')).toBe('true');
    end();
    await vi.waitFor(() => expect(control(form.made, 'Save').hasAttribute('aria-busy')).toBe(false));
    form.send();
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('shows what the API refuses at the field that it is about', async () => {
    const faults = [
      { path: 'body.email', message: 'is taken' },
      { path: 'body.name.first', message: 'is odd' },
    ];
    const form = make(refuse(new ApiError(400, 'validation', 'Two fields are wrong.', faults)));
    form.send();
    await vi.waitFor(() => expect(form.faults()).toEqual(['Name is odd', 'E-mail is taken']));
    expect(form.problem()).toEqual(['']);
    expect(document.activeElement).toBe(form.name.input);
  });

  it('tells the whole when a fault is of no field', async () => {
    const faults = [
      { path: 'body.nameOfDog', message: 'is no name' },
      { path: 'body.email', message: 'is taken' },
    ];
    const form = make(refuse(new ApiError(400, 'validation', 'Two fields are wrong.', faults)));
    form.send();
    await vi.waitFor(() => expect(form.problem()).toEqual(['Two fields are wrong.']));
    expect(form.faults()).toEqual(['', 'E-mail is taken']);
  });

  it.each([
    [new ApiError(409, 'conflict', 'There is one already.'), 'There is one already.'],
    [new UnreachableError('Nothing answers.'), 'Nothing answers.'],
    [new TypeError('x is undefined'), 'This page has a fault.'],
  ])('tells of %s above its button, until it is sent again', async (error, text) => {
    let answer = refuse(error);
    const form = make(() => answer());
    form.send();
    await vi.waitFor(() => expect(form.problem()[0]).toContain(text));
    expect(find(form.made, '.problem [role=alert]')).toBeDefined();
    answer = () => new Promise(() => undefined);
    await vi.waitFor(() => expect(control(form.made, 'Save').hasAttribute('aria-busy')).toBe(false));
    form.send();
    expect(form.problem()).toEqual(['']);
  });

  it('puts a wrong password at the field that asks for it', async () => {
    const name = textField({ name: 'name', label: 'Name', value: 'Ada' });
    const password = textField({ name: 'currentPassword', label: 'Password', value: 'wrong' });
    const onSubmit = refuse(new ApiError(403, 'wrong_password', 'The password is wrong.'));
    const made = show(form({ title: 'Password', fields: [name, password], submit: 'Save', onSubmit }));
    control(made, 'Save').click();
    await vi.waitFor(() => expect(texts(made, '.fault')).toEqual(['', 'Password is wrong']));
    expect(texts(made, '.problem')).toEqual(['']);
  });

  it('says nothing when the page was left', async () => {
    const left = vi.fn(refuse(new DOMException('The page was left.', 'AbortError')));
    const form = make(left);
    form.send();
    await vi.waitFor(() => expect(control(form.made, 'Save').hasAttribute('aria-busy')).toBe(false));
    expect([form.problem(), form.faults(), left.mock.calls.length]).toEqual([[''], ['', ''], 1]);
  });

  it('opens what hides a fault', () => {
    const hidden = textField({ name: 'hidden', label: 'Hidden', value: '' });
    const details = element('details', '', element('summary', '', 'More'), hidden.element);
    const options = { title: 'More', fields: [hidden], content: [details], submit: 'Save' };
    const made = show(form({ ...options, onSubmit: () => Promise.resolve() }));
    expect(details.open).toBe(false);
    control(made, 'Save').click();
    expect(details.open).toBe(true);
  });
});
