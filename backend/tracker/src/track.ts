import { type Entry, plain } from './batch.ts';
import { currentView } from './currentView.ts';
import { add, flush } from './queue.ts';
import { safely } from './safely.ts';
import { type Call, shared } from './shared.ts';

/** Gives what the page or its markup says for a label, as text; empty when it says nothing. */
export type ReadLabel = (name: string) => string | null;

/**
 * Counts one event, with the declared labels: what `read` gives, else what the label's source knows. Labels without a value do not
 * travel; the collector puts their defaults there.
 * @param vital fills the label source of that name
 * @throws when the metric takes no such value; whoever calls it swallows that
 */
export const track = (event: string, value?: unknown, vital?: string, read?: ReadLabel): void => {
  let amount = 1;
  //! if values
  amount = +(value === undefined || value === null || value === '' ? __UVP_VALUE__ : (value as number));
  if (!(amount >= __UVP_LOWEST__ && amount <= 1e12)) throw 0;
  //! end
  //! if scaled
  amount *= __UVP_SAMPLING__;
  //! end
  const merge = (entry: Entry): number => {
    let observations = 0;
    //! if type.counter
    entry.value = ((entry.value as number) || 0) + amount;
    //! end
    //! if type.gauge
    entry.value = amount;
    // Until it is sent: when that was.
    entry.ageMs = -Date.now();
    //! end
    //! if type.observations
    observations = __UVP_SAMPLING__;
    entry.value = plain(((entry.value as unknown as number[]) || []).concat(Array(observations).fill(amount)));
    //! end
    return observations;
  };
  // One of the next two is in a script.
  //! if plain
  add({ name: __UVP_METRIC__ }, __UVP_METRIC__, merge);
  //! end
  //! if labels
  const labels: Record<string, string> = plain({});
  const sources: Record<string, string | false | null | undefined> = {};
  //! if label.path
  // Numbers, dates, UUIDs and long hexadecimal ids would make a series each.
  sources.$path = currentView.path_.replace(/([/=])(\d+|[\da-f-]{8,})(?=[/?&#]|$)/gi, '$1:id');
  //! if label.patterns
  for (const [pattern, name] of __UVP_PATHS__) if (pattern.test(currentView.path_)) sources.$path = name;
  //! end
  //! end
  //! if label.event
  sources.$event = `${event}`;
  //! end
  //! if label.vital
  sources.$vital = vital;
  //! end
  //! if label.referrer
  // The host that led here, if it is another one. It did not lead to what is shown after that.
  const from = document.referrer.split('/')[2];
  sources.$referrer = from !== location.host && !currentView.isLater_ && from;
  //! end
  //! if label.device
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  const says = (word: string) => navigator.userAgent.includes(word);
  const isMobile = says('Mobi');
  const isTablet =
    says('iPad') || (says('Android') && !isMobile) || (says('Macintosh') && navigator.maxTouchPoints > 1);
  sources.$device = isTablet ? 'tablet' : isMobile ? 'mobile' : 'desktop';
  //! end
  //! if label.language
  sources.$language = navigator.language;
  //! end
  //! if label.host
  sources.$host = location.host;
  //! end
  //! if label.title
  sources.$title = document.title;
  //! end
  //! if label.screen
  sources.$screen = `${screen.width}x${screen.height}`;
  //! end
  //! if label.utm
  for (const name of ['utm_source', 'utm_medium', 'utm_campaign'])
    sources[`$${name}`] = new URLSearchParams(location.search).get(name);
  //! end
  for (const [name, source] of __UVP_LABELS__) {
    // biome-ignore lint/complexity/useOptionalChain: ES2018 has none
    const text = (read && read(name)) || sources[source];
    // The collector cuts at 200 bytes of UTF-8; more does not travel.
    if (text) labels[name] = text.slice(0, 200);
  }
  add({ name: __UVP_METRIC__, labels }, __UVP_METRIC__ + JSON.stringify(labels), merge);
  //! end
};

//! if event.custom
/** Counts an event that the page tells of, if the configuration names it or names none. */
export const tell = (event: string, value: unknown, read: ReadLabel): void => {
  const names = __UVP_EVENTS__;
  if (!names || names.includes(event)) track(event, value, '', read);
};

/** A call of `uvp.track`; without an event it asks to send what waits. */
export const take = safely((event?: string, options?: unknown) => {
  const { value, labels } = Object(options) as { value?: unknown; labels?: unknown };
  const read = (name: string) => {
    const label = (Object(labels) as Record<string, unknown>)[name];
    return label === undefined || label === null ? '' : `${label}`;
  };
  if (event) tell(event, value, read);
  else flush();
});
const before = shared.track || Object;
shared.track = (...call: Call) => {
  before.apply(shared, call);
  take(...call);
};
// Whatever it is called with, as a listener of an event say.
shared.flush = () => (shared.track as () => void)();
//! end
