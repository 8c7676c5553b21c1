import { openDemoAccount } from './demoAccount.ts';
import { startDemoSite } from './demoSite.ts';
import { type DemoClient, startVisitors } from './visitors.ts';

/**
 * The process behind `npm start -- --demo`: a website on DEMO_PORT and its made-up visitors, who send to the API at DEMO_API_URL by the
 * client library that it serves. DEMO_PASSWORD is the account's. Ends on SIGTERM.
 */
const { DEMO_API_URL: apiUrl = '', DEMO_PORT: port, DEMO_PASSWORD: password = '' } = process.env;

const { scriptTags, ...credentials } = await openDemoAccount(apiUrl, password);
const library = await (await fetch(`${apiUrl}/api/v1/client/script.js?format=module`)).text();
const { init } = (await import(`data:text/javascript,${encodeURIComponent(library)}`)) as {
  init(options: { apiKey: string; apiSecret: string; endpoint: string }): DemoClient;
};
const site = await startDemoSite(Number(port), scriptTags);
const stopVisitors = startVisitors(init({ ...credentials, endpoint: apiUrl }));
process.once('SIGTERM', async () => {
  await Promise.all([stopVisitors(), site.close()]);
  process.exit(0);
});
