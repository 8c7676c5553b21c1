import { on, safely } from '../safely.ts';
import { page } from '../shared.ts';
import { tell, track } from '../track.ts';

//! if elements
const roots = new WeakSet();

/** What a click or a submission was meant for, in open shadow roots, too. Nothing that was typed is read, and no link is held. */
const see = (event: MouseEvent, path = event.composedPath()): void => {
  const near = (selector: string) => path.find((node) => node instanceof Element && node.matches(selector));
  const isSubmit = event.type === 'submit';
  // The middle button, which opens links too, is an `auxclick`; so is the right one.
  if (event.button > 1) return;
  //! if event.form_submit
  if (isSubmit) track('form_submit');
  //! end
  //! if event.form_submit|event.custom
  // A submission does not leave its shadow root. The click or the key before it does.
  for (const node of path) {
    if (!(node instanceof ShadowRoot) || roots.has(node)) continue;
    roots.add(node);
    on('submit', see, node);
  }
  //! end
  if (event.type === 'keydown') return;
  //! if event.click
  // Enter in a text field clicks the form's button, which nobody did.
  const { activeElement } = (path[0] as Node).getRootNode() as Document;
  const isMeant = event.detail || path.includes(activeElement as Element);
  const clickable =
    'a[href],area[href],button,summary,[role=button],[role=link],[type=submit],[type=button],[type=reset],[type=image]';
  if (!isSubmit && isMeant && near(clickable)) track('click');
  //! end
  //! if event.outbound_click|event.file_download
  const link = near('[href]') as Element | undefined;
  if (link) {
    const { host, pathname } = new URL(link.getAttribute('href') as string, document.baseURI);
    //! if event.outbound_click
    const bare = (name: string) => name.replace(/^www\./, '');
    if (host && bare(host) !== bare(location.host)) track('outbound_click');
    //! end
    //! if event.file_download
    if (link.hasAttribute('download') || __UVP_FILES__.test(pathname)) track('file_download');
    //! end
  }
  //! end
  //! if event.custom
  // `data-uvp-event="name"`: of a form its submission, of other elements the click. Also on elements that came later.
  const marked = near(`${isSubmit ? 'form' : ':not(form)'}[data-uvp-event]`) as Element | undefined;
  if (!marked) return;
  const read = (name: string) => marked.getAttribute(`data-uvp-${name}`);
  tell(read('event') as string, read('value'), (name) => read(`label-${name}`));
  //! end
};
on<MouseEvent>('click auxclick submit keydown', (event) => see(event));
export const seeElement = safely(see);
//! end

//! if event.error
// Each uncaught error and each rejection that nobody handled; never the message. An image that does not load is none, and neither is the
// browser's notice that sizes settled late.
export const seeError = safely(({ target, message }: ErrorEvent) => {
  if (target === (page as unknown) && !/^ResizeObserver/.test(message)) track('error');
});
on('error unhandledrejection', seeError);
//! end
