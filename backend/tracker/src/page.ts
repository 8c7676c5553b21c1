import { watchAttributes } from './events/attributes.ts';
import { watchClicks } from './events/clicks.ts';
import { watchErrors } from './events/errors.ts';
import type { EventOptions, Track } from './events/event.ts';
import { watchFormSubmits } from './events/formSubmits.ts';
import { watchDownloads, watchOutbound } from './events/links.ts';
import { watchPageLoad } from './events/pageLoad.ts';
import { watchPageViews } from './events/pageViews.ts';
import { fillLabels } from './labels.ts';
import { watchLifecycle } from './lifecycle.ts';
import { last, list, sum } from './merge.ts';
import { createQueue } from './queue.ts';
import { safely } from './safely.ts';
import { settings } from './settings.ts';
import { createPost } from './transport.ts';

/** One script on the page; several metrics are several scripts. */
interface Script {
  readonly id: string;
  readonly track: Track;
  readonly flush: () => Promise<boolean>;
  readonly dropped: () => number;
}

/** `window.uvp`, shared by all scripts of the page. */
interface PageApi {
  /** Calls that the page made before any script was there. */
  q?: Parameters<Track>[];
  scripts?: Script[];
  /** Tells every script of an event; each counts it or not, by its configuration. */
  track?: Track;
  /** Sends what waits; true when nothing is left. */
  flush?: () => Promise<boolean>;
  /** Entries given up by all scripts. */
  dropped?: () => number;
}

safely(() => {
  const page = window as { uvp?: PageApi };
  page.uvp = page.uvp || {};
  const api = page.uvp;
  api.scripts = api.scripts || [];
  const { scripts, q } = api;
  if (scripts.some((script) => script.id === settings.id)) return;
  const script = start();
  scripts.push(script);
  api.track = (event, options) => {
    for (const { track } of scripts) track(event, options);
  };
  api.flush = () => Promise.all(scripts.map(({ flush }) => flush())).then((empty) => empty.every(Boolean));
  api.dropped = () => scripts.reduce((sum, { dropped }) => sum + dropped(), 0);
  for (const call of q || []) script.track(...call);
});

function start(): Script {
  const queue = createQueue(createPost(settings));
  const flushIfEnding = watchLifecycle(queue);
  let merge = last;
  let lowest = -1e12;
  //! if type.counter
  merge = sum;
  //! end
  //! if type.observations
  merge = list;
  //! end
  //! if type.counter|type.observations
  lowest = 0;
  //! end

  const emit: Track = (event, options) =>
    safely(() => {
      const { value: given, labels } = Object(options) as EventOptions;
      const absent = given === undefined || given === null || given === '';
      let value = absent ? Number.NaN : Number(given);
      //! if type.counter
      if (absent) value = 1;
      //! end
      if (!(value >= lowest && value <= 1e12)) return;
      queue.add({ name: settings.metric, labels: fillLabels(settings.labels, event, labels) }, value, merge);
      flushIfEnding();
    });
  const track: Track = (event, options) => {
    if (!settings.events.length || settings.events.includes(event)) emit(event, options);
  };

  const watch = () => {
    //! if event.page_view
    watchPageViews(emit);
    //! end
    //! if event.click
    watchClicks(emit);
    //! end
    //! if event.form_submit
    watchFormSubmits(emit);
    //! end
    //! if event.outbound_click
    watchOutbound(emit);
    //! end
    //! if event.file_download
    watchDownloads(emit);
    //! end
    //! if event.error
    watchErrors(emit);
    //! end
    //! if event.page_load
    watchPageLoad(emit);
    //! end
    //! if event.custom
    watchAttributes(track, settings.labels);
    //! end
  };
  // A prerendered page has not been seen by anybody yet.
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', watch);
  else watch();
  return { id: settings.id, track, flush: () => queue.flush(), dropped: queue.dropped };
}
