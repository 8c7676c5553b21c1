import type { Track } from './event.ts';

//! if event.click
const clickable = 'a[href],button,summary,[role=button],input[type=submit],input[type=button],input[type=image]';

/** `click` for each click on a link or a button; clicks elsewhere are none. */
export function watchClicks(emit: Track): void {
  document.addEventListener(
    'click',
    ({ target }) => {
      if (target instanceof Element && target.closest(clickable)) emit('click');
    },
    true,
  );
}
//! end
