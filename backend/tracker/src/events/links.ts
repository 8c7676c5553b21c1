import { safely } from '../safely.ts';
import type { Track } from './event.ts';

//! if event.file_download
/** What browsers save, or show in place of a page. */
const fileName =
  /\.(7z|apk|avi|csv|deb|dmg|docx?|epub|exe|gz|iso|jar|json|key|m4a|mov|mp[34]|mpe?g|msi|od[pst]|ogg|pdf|pkg|pptx?|rar|rpm|rtf|tar|tgz|txt|wav|webm|wmv|xlsx?|xml|zip)$/i;
//! end

//! if event.outbound_click
/** `outbound_click` for each click on a link to another host. The link is followed as ever: nothing waits for us. */
export function watchOutbound(emit: Track): void {
  watchLinks((link) => {
    if (/^http/.test(link.protocol) && link.host !== location.host) emit('outbound_click');
  });
}
//! end

//! if event.file_download
/** `file_download` for each click on a link with a `download` attribute or to a file that browsers save. */
export function watchDownloads(emit: Track): void {
  watchLinks((link) => {
    if (link.hasAttribute('download') || fileName.test(link.pathname)) emit('file_download');
  });
}
//! end

//! if event.outbound_click|event.file_download
/** Clicks of the middle button open links too, and are `auxclick` (button 1). */
function watchLinks(seen: (link: HTMLAnchorElement) => void): void {
  const onClick = ({ target, button }: MouseEvent) =>
    safely(() => {
      const link = button < 2 && target instanceof Element && target.closest<HTMLAnchorElement>('a[href]');
      if (link) seen(link);
    });
  document.addEventListener('click', onClick, true);
  document.addEventListener('auxclick', onClick, true);
}
//! end
