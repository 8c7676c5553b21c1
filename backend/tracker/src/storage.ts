import { ageSince, type Batch, type Content } from './batch.ts';
import { safely } from './safely.ts';

//! if persist
/** The form in storage. Versions of the script may name fields differently; places stay. */
type Stored = [content: Content, madeAtMs: number];

const maxStored = 30;
const nameOf = ({ content_ }: Batch) => `${__UVP_STORE__} ${content_.batchId}`;

/**
 * Keeps a batch until it is forgotten. Each has an entry of its own, because pages of a website change its storage side by side; one that
 * two of them send counts once, by its id. Storage may be blocked or full, and then nothing outlives the page.
 */
export const keep = safely((batch: Batch): void => {
  localStorage[nameOf(batch)] = JSON.stringify([batch.content_, batch.madeAt_]);
});

/** It has arrived, or never will. */
export const forget = safely((batch: Batch): void => localStorage.removeItem(nameOf(batch)));

/** What earlier pages could not deliver: the latest 30 that can still count once. What is none of ours by its form goes. */
export const leftovers = (): Batch[] => {
  const found: Batch[] = [];
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(`${__UVP_STORE__} `)) continue;
    try {
      const [content_, madeAt_]: Stored = JSON.parse(localStorage[name]);
      if (!content_.metrics[0] || !(Date.now() - madeAt_ < 8e7)) throw 0;
      //! if type.gauge
      for (const entry of content_.metrics) entry.ageMs = ageSince(madeAt_);
      //! end
      found.push({ content_, madeAt_ });
    } catch {
      localStorage.removeItem(name);
    }
  }
  found.sort((a, b) => b.madeAt_ - a.madeAt_);
  for (const batch of found.splice(maxStored)) forget(batch);
  return found.reverse();
};
//! end
