import { openDemoAccount } from './demoAccount.ts';
import { startDemoSite } from './shop/demoSite.ts';
import { type DemoClient, startVisitors } from './traffic/liveVisitors.ts';

/**
 * The process behind `npm start -- --demo`: a shop on DEMO_PORT and its made-up visitors, who send to the API at DEMO_API_URL by the
 * client library that it serves. DEMO_PASSWORD is the account's, DEMO_DASHBOARD_URL where its numbers are; those who came since DEMO_VISITORS_SINCE_MS are made up for. Ends on
 * SIGTERM.
 */
const { DEMO_API_URL: apiUrl = '', DEMO_DASHBOARD_URL, DEMO_PORT: port, DEMO_PASSWORD: password = '' } = process.env;
const sinceMs = Number(process.env.DEMO_VISITORS_SINCE_MS || Date.now());

const { siteTag, apiKey, apiSecret } = await openDemoAccount(apiUrl, password);
const library = await (await fetch(`${apiUrl}/api/v1/client/script.js?format=module`)).text();
const { init } = (await import(`data:text/javascript,${encodeURIComponent(library)}`)) as {
  init(options: { apiKey: string; apiSecret: string; endpoint: string }): DemoClient;
};
const site = await startDemoSite({ port: Number(port), siteTag, dashboardUrl: DEMO_DASHBOARD_URL || apiUrl });
const stopVisitors = startVisitors(init({ apiKey, apiSecret, endpoint: apiUrl }), sinceMs);
process.once('SIGTERM', async () => {
  await Promise.all([stopVisitors(), site.close()]);
  process.exit(0);
});
