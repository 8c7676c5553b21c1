import { createCrowd } from './crowd.ts';
import { storyBefore } from './rhythm.ts';
import type { DemoSample } from './sample.ts';

/** What these visitors need of the client library. */
export interface DemoClient {
  track(name: string, options: Omit<DemoSample, 'name'>): void;
  flush(): Promise<boolean>;
}

/**
 * Lets them come until the returned function ends it.
 * @param sinceMs those who came between this moment and now are made up for at once; epoch milliseconds
 */
export function startVisitors(client: DemoClient, sinceMs: number): () => Promise<unknown> {
  const crowd = createCrowd(sinceMs, storyBefore(sinceMs), Math.random);
  let online = -1;
  const goOn = () => {
    for (const { name, type, value, labels } of crowd.advance(Date.now())) client.track(name, { type, value, labels });
    if (crowd.online() === online) return;
    online = crowd.online();
    client.track('visitors_online', { type: 'gauge', value: online, labels: {} });
  };
  goOn();
  const timer = setInterval(goOn, 1_000);
  return () => {
    clearInterval(timer);
    return client.flush();
  };
}
