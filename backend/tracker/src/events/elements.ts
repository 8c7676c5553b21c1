import { on } from '../safely.ts';
import { page } from '../shared.ts';
import { tell, track } from '../track.ts';

//! if elements
/** What a click or a submission was meant for. Nothing that was typed is read, and no link is held. */
on<MouseEvent>('click auxclick submit', (event) => {
  const near = (selector: string) => (event.target as Element).closest(selector);
  // The middle button, which opens links too, is an `auxclick`; so is the right one.
  if (event.button > 1) throw 0;
  //! if event.click
  if (near('a,button,[role=button],[type=submit],[type=button]')) track('click');
  //! end
  //! if event.form_submit
  if (event.type === 'submit') track('form_submit');
  //! end
  //! if event.outbound_click|event.file_download
  const link = near('a') as HTMLAnchorElement;
  if (link) {
    //! if event.outbound_click
    if (link.host && link.host !== location.host) track('outbound_click');
    //! end
    //! if event.file_download
    if (near('a[download]') || /\.(csv|dmg|exe|gz|mov|mp[34]|pdf|rar|zip|(doc|ppt|xls)x?)$/i.test(link.pathname))
      track('file_download');
    //! end
  }
  //! end
  //! if event.custom
  // `data-uvp-event="name"`: of a form its submission, of other elements the click. Also on elements that came later.
  const marked = near((event.type === 'submit' ? 'form' : ':not(form)') + '[data-uvp-event]') as Element;
  const read = (name: string) => marked.getAttribute('data-uvp-' + name);
  tell(read('event') as string, read('value'), (name) => read('label-' + name));
  //! end
});
//! end

//! if event.error
// Each uncaught error and each rejection that nobody handled; never the message. An image that does not load is none.
on('error unhandledrejection', (event) => {
  if (event.target === (page as unknown)) track('error');
});
//! end
