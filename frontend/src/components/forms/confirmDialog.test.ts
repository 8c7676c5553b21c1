// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../failure.ts';
import { control, find, labelled, show, texts, type } from '../../testing/screen.ts';
import { confirmDialog } from './confirmDialog.ts';

beforeEach(() => {
  document.body.replaceChildren();
});

function ask(onConfirm: () => Promise<void>, typed?: string) {
  const question = { title: 'Delete it?', text: ['It is gone then.'], action: 'Delete', onConfirm };
  confirmDialog({ ...question, ...(typed !== undefined && { typed }) });
  return find<HTMLDialogElement>(document, 'dialog');
}

describe('a question before something that cannot be undone', () => {
  it('does nothing when it is cancelled, and is gone', () => {
    const confirm = vi.fn(() => Promise.resolve());
    control(ask(confirm), 'Cancel').click();
    expect(document.querySelector('dialog')).toBe(null);
    expect(confirm).not.toHaveBeenCalled();
  });

  it('does it only when the text is typed as it is', async () => {
    const confirm = vi.fn(() => Promise.resolve());
    const dialog = ask(confirm, 'Shop');
    type(labelled(dialog, 'Type “Shop” to go on'), 'shop');
    control(dialog, 'Delete').click();
    expect(texts(dialog, '.fault')).toEqual(['Type “Shop” to go on is not the same']);
    expect(confirm).not.toHaveBeenCalled();
    type(labelled(dialog, 'Type “Shop” to go on'), 'Shop');
    control(dialog, 'Delete').click();
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBe(null));
    expect(confirm).toHaveBeenCalledOnce();
  });

  it('stays with what was wrong when it fails', async () => {
    const dialog = ask(() => Promise.reject(new ApiError(409, 'conflict', 'It is in use.')));
    control(dialog, 'Delete').click();
    await vi.waitFor(() => expect(texts(dialog, '.problem')).toEqual(['It is in use.']));
    expect(dialog.isConnected).toBe(true);
  });

  it('gives the focus back to what had it', () => {
    const opener = show(document.createElement('button'));
    opener.focus();
    control(
      ask(() => Promise.resolve()),
      'Close',
    ).click();
    expect(document.activeElement).toBe(opener);
  });
});
