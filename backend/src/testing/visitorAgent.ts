/** The User-Agent of a person's Chromium: that of a headless one, and that of Node's fetch, say that nobody looks at the page. */
export const visitorAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
