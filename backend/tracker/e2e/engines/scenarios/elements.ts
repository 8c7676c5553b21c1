import { expectCounts, type Scenario, wait, writePage } from '../scenario.ts';

const byEvent = { event: '$event' };

/** Links lead nowhere, and forms stay. */
const STAY = `<script>
  for (const type of ['click', 'auxclick', 'submit']) addEventListener(type, (event) => {
    if (type === 'submit' || event.composedPath().some(({ tagName }) => tagName === 'A')) event.preventDefault();
  });
</script>`;

/** What people do with the elements of a page. */
export const elementScenarios: readonly Scenario[] = [
  {
    title: 'counts each event once, under its name',
    async run(stage) {
      const { page, site } = stage;
      const trackingEvents = [
        'page_view',
        'click',
        'form_submit',
        'outbound_click',
        'file_download',
        'error',
        'signup',
      ];
      writePage(
        stage,
        { trackingEvents, labels: byEvent },
        `${STAY}<p>text</p><img src="data:broken"><a id="inside" href="/other">inside</a>
        <a id="outside" href="https://elsewhere.example/">outside</a><a id="mail" href="mailto:a@b.test">mail</a>
        <a id="file" href="/report.pdf"><i>file</i></a><a id="saved" href="/saved" download>saved</a><form><button>Send</button></form>
        <button id="marked" data-uvp-event="signup" data-uvp-value="3">Sign up</button>
        <script>
          function fail() {
            setTimeout(() => { throw new Error('on purpose'); });
            Promise.reject('on purpose, too');
          }
        </script>`,
      );
      await page.goto(`${site.url}/`);
      const targets = ['p', '#inside', '#outside', '#mail', '#file i', '#saved', 'form button', '#marked'];
      for (const target of targets) await page.click(target);
      // The middle button opens a link; the right one shows a menu. WebKitGTK's driver presses neither.
      await page.run(`
        for (const button of [1, 2]) outside.dispatchEvent(new PointerEvent('auxclick', { button, bubbles: true, cancelable: true, detail: 1 }));
        history.pushState(null, '', '/next');
        uvp.track('signup', { value: 2 });
        uvp.track('not declared');
        fail();
        ${wait(150)}`);
      await expectCounts(
        stage,
        'event',
        { page_view: 2, click: 8, form_submit: 1, outbound_click: 2, file_download: 2, error: 2, signup: 5 },
        /on purpose/,
      );
    },
  },
  {
    title: 'sees clicks and submissions inside of open shadow roots',
    async run(stage) {
      const { page, site } = stage;
      const trackingEvents = ['click', 'outbound_click', 'form_submit', 'signup'];
      writePage(
        stage,
        { trackingEvents, labels: byEvent },
        `${STAY}<style>div { width: 200px; height: 40px; }</style><div id="link"></div><div id="form"></div>
        <script>
          const style = '<style>a, button { display: block; width: 200px; height: 40px; }</style>';
          const fill = (id, html) => { document.getElementById(id).attachShadow({ mode: 'open' }).innerHTML = style + html; };
          fill('link', '<a href="https://elsewhere.example/"><b>out</b></a>');
          fill('form', '<form data-uvp-event="signup"><button>Send</button></form>');
          document.getElementById('form').shadowRoot.addEventListener('submit', (event) => event.preventDefault());
        </script>`,
      );
      await page.goto(`${site.url}/`);
      await page.click('#link');
      await page.click('#form');
      await page.click('#form');
      await expectCounts(stage, 'event', { click: 3, outbound_click: 1, form_submit: 2, signup: 2 });
    },
  },
  {
    title: 'counts as a click what a person would call one',
    async run(stage) {
      const { page, site } = stage;
      const buttons = ['reset', 'button', 'image'].map(
        (type) => `<input type="${type}" id="${type}" alt="x" value="x">`,
      );
      writePage(
        stage,
        { trackingEvents: ['click', 'form_submit'], labels: byEvent },
        `${STAY}<form><input id="text"><input type="checkbox">${buttons.join('')}<button id="send">Send</button></form>
        <details><summary>more</summary></details><span role="link" tabindex="0">link</span><a id="bare">no link</a>`,
      );
      await page.goto(`${site.url}/`);
      for (const target of ['#reset', '#button', '#image', 'summary', '[role=link]']) await page.click(target);
      for (const target of ['[type=checkbox]', '#bare', '#text']) await page.click(target);
      await page.type('#text', 'a\n');
      await page.type('#send', '\n');
      // The image and the two keys submit; the key in the text field clicks nothing that anybody meant.
      await expectCounts(stage, 'event', { click: 6, form_submit: 3 });
    },
  },
  {
    title: 'counts errors, and not the notices of a ResizeObserver',
    async run(stage) {
      const { page, site } = stage;
      writePage(
        stage,
        { trackingEvents: ['error'], labels: byEvent },
        `<div id="box" style="width:100px">text</div><script>
          let n = 0;
          new ResizeObserver(() => { if (n++ < 30) box.style.width = 100 + n + 'px'; }).observe(box);
        </script><script>throw new Error('while loading');</script><script src="data:text/javascript,throw new Error('elsewhere')"></script>`,
      );
      await page.goto(`${site.url}/`);
      await page.run(`while (!thrown.some((text) => /^ResizeObserver/.test(text))) { ${wait(20)} } ${wait(100)}`);
      await expectCounts(stage, 'event', { error: 2 }, /^ResizeObserver loop|while loading|elsewhere/);
    },
  },
];
