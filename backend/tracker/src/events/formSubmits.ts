import type { Track } from './event.ts';

//! if event.form_submit
/** `form_submit` for each submitted form, also where the page sends it by itself; never anything that was typed. */
export function watchFormSubmits(emit: Track): void {
  document.addEventListener('submit', () => emit('form_submit'), true);
}
//! end
