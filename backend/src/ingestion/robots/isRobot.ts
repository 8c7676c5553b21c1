import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

/** Whether a User-Agent says that it is a robot. One that is missing or empty says nothing. */
export type IsRobot = (userAgent: string | undefined) => boolean;

/** In-app browsers, which have the longest ones, stay below 400. The list's pattern takes 30 µs for this many at worst. */
const maxAgentChars = 512;
/** At 700 bytes each at most, that is 2 MiB. */
const rememberedAgents = 3_000;

/** By the list of isbot. Verdicts are remembered, for the pattern takes longer than anything else that is done for a batch in memory. */
export function createIsRobot(): IsRobot {
  const verdicts = new LRUCache<string, boolean>({ max: rememberedAgents });

  return (userAgent) => {
    if (userAgent === undefined || userAgent === '') return false;
    const agent = cut(userAgent);
    const known = verdicts.get(agent);
    if (known !== undefined) return known;
    const verdict = isbot(agent);
    verdicts.set(agent, verdict);
    return verdict;
  };
}

/** A copy where it is too long: V8 keeps the whole text, up to 16 KiB, for as long as a slice of it is kept. */
function cut(userAgent: string): string {
  if (userAgent.length <= maxAgentChars) return userAgent;
  return Buffer.from(userAgent.slice(0, maxAgentChars), 'latin1').toString('latin1');
}
