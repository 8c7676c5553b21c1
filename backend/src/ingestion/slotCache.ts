/**
 * First slots of series by their label key, for all configurations of the process together, within one bound in bytes. A configuration
 * is named by the version under which the catalog has loaded it (`CatalogConfig.version`); a version is never used twice.
 */
export interface SlotCache {
  get(version: number, key: string): number | undefined;
  /** Only for series that exist: past a cap every label set has the slot of the overflow series, and there is no end of label sets. */
  set(version: number, key: string, slot: number): void;
  /** Forgets a version that nobody will ask for again. */
  drop(version: number): void;
  /** Memory in use, as it is counted against the bound. */
  bytes(): number;
}

/** About 140,000 series with keys of 60 characters. */
export const maxSlotCacheBytes = 32 * 1024 * 1024;

/** A character takes one byte or two; the entry itself about 60. */
const bytesPerChar = 2;
const bytesPerEntry = 100;
const bytesPerVersion = 400;

interface Slots {
  readonly slotOf: Map<string, number>;
  bytes: number;
}

interface Generation {
  readonly versions: Map<number, Slots>;
  bytes: number;
}

const emptyGeneration = (): Generation => ({ versions: new Map(), bytes: 0 });

/**
 * Two generations of half the bound each. What is asked for moves to the young one; when that is full it becomes the old one, and what
 * the old one held is forgotten. So what is in use stays, as with a list of the least recently used, but an entry costs no list node
 * and a version is dropped in one step.
 */
export function createSlotCache(maxBytes: number = maxSlotCacheBytes): SlotCache {
  let young = emptyGeneration();
  let old = emptyGeneration();

  function set(version: number, key: string, slot: number): void {
    const known = young.versions.get(version);
    if (known?.slotOf.has(key)) {
      known.slotOf.set(key, slot);
      return;
    }
    const bytes = key.length * bytesPerChar + bytesPerEntry;
    if (bytes + bytesPerVersion > maxBytes / 2) return;
    if (young.bytes + bytes + bytesPerVersion > maxBytes / 2) {
      old = young;
      young = emptyGeneration();
    }
    const slots = young.versions.get(version) ?? addVersion(version);
    slots.slotOf.set(key, slot);
    slots.bytes += bytes;
    young.bytes += bytes;
  }

  function addVersion(version: number): Slots {
    const slots: Slots = { slotOf: new Map(), bytes: bytesPerVersion };
    young.versions.set(version, slots);
    young.bytes += bytesPerVersion;
    return slots;
  }

  return {
    get(version, key) {
      const slot = young.versions.get(version)?.slotOf.get(key);
      if (slot !== undefined) return slot;
      const older = old.versions.get(version)?.slotOf.get(key);
      if (older !== undefined) set(version, key, older);
      return older;
    },
    set,
    drop(version) {
      for (const generation of [young, old]) {
        generation.bytes -= generation.versions.get(version)?.bytes ?? 0;
        generation.versions.delete(version);
      }
    },
    bytes: () => young.bytes + old.bytes,
  };
}
