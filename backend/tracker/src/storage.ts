import { type Batch, plain } from './batch.ts';
import { safely } from './safely.ts';

//! if persist
/** The form in storage. Versions of the script may name fields differently; places stay. */
type Stored = [content: Batch['content_'], madeAtMs: number];

const MAX_STORED = 30;
const nameOf = ({ content_ }: Batch) => `${__UVP_STORE__} ${content_.batchId}`;

/**
 * Keeps a batch until it is forgotten. Each has an entry of its own, because pages of a website change its storage side by side; one that
 * two of them send counts once, by its id. Storage may be blocked or full, and then nothing outlives the page.
 */
export const keep = safely((batch: Batch): void => {
  localStorage[nameOf(batch)] = JSON.stringify(plain([batch.content_, batch.madeAt_]));
});

/** It has arrived, or never will. */
export const forget = safely((batch: Batch): void => localStorage.removeItem(nameOf(batch)));

/** What earlier pages could not deliver: the latest that can still count once. What is none of ours by its form goes. */
export const leftovers = (): Batch[] => {
  const found: Batch[] = [];
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(`${__UVP_STORE__} `)) continue;
    const batch = safely(read)(localStorage[name] as string);
    if (batch) found.push(batch);
    else localStorage.removeItem(name);
  }
  found.sort((a, b) => b.madeAt_ - a.madeAt_);
  for (const batch of found.splice(MAX_STORED)) forget(batch);
  return found.reverse();
};

function read(text: string): Batch | undefined {
  const [content_, madeAt_] = JSON.parse(text) as Stored;
  //! if type.gauge
  // Earlier versions stored how old a value was then.
  for (const entry of content_.metrics) if (!((entry.ageMs as number) < 0)) entry.ageMs = -madeAt_;
  //! end
  return content_.metrics[0] && Date.now() - madeAt_ < 80_000_000 ? { content_, madeAt_ } : undefined;
}
//! end
