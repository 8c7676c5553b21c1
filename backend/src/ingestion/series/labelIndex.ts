/** The labels of a sample as it was sent; undefined when it had none. */
export type SentLabels = Readonly<Record<string, string>> | undefined;

/** Where the labels read so far lead: to more steps, or straight to a slot. */
interface Step {
  /** Of the labels read so far, when none follows; with `rest`, of those that go on with it. */
  slot: number | undefined;
  /** The only labels that follow, names and values in turn, while there is no second way to go on: one step then stands for many. */
  rest: readonly string[] | undefined;
  /** Name of the label that comes next in most samples: one sender always sends its labels in one order. */
  name: string | undefined;
  /** What follows that name, by the label's value. */
  values: Map<string, Step> | undefined;
  /** The same for samples with another name here. */
  otherNames: Map<string, Map<string, Step>> | undefined;
}

// Memory of the parts, measured on Node 20 and rounded up. A character takes one byte or two.
const bytesPerStep = 100;
const bytesPerMap = 250;
const bytesPerMapEntry = 50;
const bytesPerText = 24;
const bytesPerChar = 2;

/**
 * Slots by labels. A look-up walks from label to label, so it builds no text to look up by: for twenty samples a request that text was
 * a third of everything the process allocated.
 */
export class LabelIndex {
  private readonly start = newStep();
  private used = 0;

  /** Memory in use, about. */
  get bytes(): number {
    return this.used;
  }

  get(labels: SentLabels): number | undefined {
    let step = this.start;
    let position = 0;
    for (const name in labels) {
      // A value that is no text is no key of a map and equals no text, and so leads nowhere.
      const value = labels[name] as string;
      if (step.rest !== undefined) {
        if (step.rest[position] !== name || step.rest[position + 1] !== value) return undefined;
        position += 2;
        continue;
      }
      const following = valuesOf(step, name)?.get(value);
      if (following === undefined) return undefined;
      step = following;
    }
    return position === (step.rest?.length ?? 0) ? step.slot : undefined;
  }

  set(labels: SentLabels, slot: number): void {
    const texts = Object.entries(labels ?? {}).flat();
    if (this.get(labels) === undefined)
      for (const text of texts) this.used += bytesPerText + text.length * bytesPerChar;
    this.place(this.start, texts, slot);
  }

  /** Gives the labels that follow a step, names and values in turn, their slot. */
  private place(step: Step, following: readonly string[], slot: number): void {
    const isUnused = step.slot === undefined && step.rest === undefined && step.name === undefined;
    if (isUnused || leadsTo(step, following)) {
      step.slot = slot;
      step.rest = following.length === 0 ? undefined : following;
      return;
    }
    if (step.rest !== undefined) this.split(step, step.rest);
    if (following.length === 0) {
      step.slot = slot;
      return;
    }
    const [name = '', value = '', ...rest] = following;
    this.place(this.stepTo(step, name, value), rest, slot);
  }

  /** Moves the only labels that follow one step on, so that others may follow as well. */
  private split(step: Step, rest: readonly string[]): void {
    const [name = '', value = '', ...further] = rest;
    const { slot } = step;
    step.slot = undefined;
    step.rest = undefined;
    const following = this.stepTo(step, name, value);
    following.slot = slot;
    following.rest = further.length === 0 ? undefined : further;
  }

  /** The step that a label leads to, made when there is none. */
  private stepTo(step: Step, name: string, value: string): Step {
    const values = valuesOf(step, name) ?? this.addName(step, name);
    const known = values.get(value);
    if (known !== undefined) return known;
    const made = newStep();
    values.set(value, made);
    this.used += bytesPerStep + bytesPerMapEntry;
    return made;
  }

  private addName(step: Step, name: string): Map<string, Step> {
    const values = new Map<string, Step>();
    this.used += bytesPerMap;
    if (step.name === undefined) {
      step.name = name;
      step.values = values;
      return values;
    }
    if (step.otherNames === undefined) {
      step.otherNames = new Map();
      this.used += bytesPerMap;
    }
    step.otherNames.set(name, values);
    this.used += bytesPerMapEntry;
    return values;
  }
}

/** One step on for a label set, with what may have to be made for it. */
const maxStepBytes = bytesPerStep + 2 * bytesPerMap + 2 * bytesPerMapEntry;

/** Memory that `set` with these labels adds at most, about: when they part from another label set only where they end. */
export function maxEntryBytes(labels: SentLabels): number {
  let sum = maxStepBytes;
  for (const [name, value] of Object.entries(labels ?? {})) {
    sum += 2 * maxStepBytes + 2 * bytesPerText + (name.length + value.length) * bytesPerChar;
  }
  return sum;
}

function newStep(): Step {
  return { slot: undefined, rest: undefined, name: undefined, values: undefined, otherNames: undefined };
}

/** True when the step stands for exactly these labels. */
function leadsTo(step: Step, following: readonly string[]): boolean {
  const rest = step.rest ?? [];
  if (step.name !== undefined || rest.length !== following.length) return false;
  return rest.every((text, position) => text === following[position]);
}

/** What follows a name, by the label's value; undefined when it was never next. */
function valuesOf(step: Step, name: string): Map<string, Step> | undefined {
  return step.name === name ? step.values : step.otherNames?.get(name);
}
