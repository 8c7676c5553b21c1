import { counting } from './counting.ts';
import { page, shared } from './shared.ts';

//! metric
// To throw is to leave: all of a metric's code stands in a `try`. It counts once, however many scripts of the page carry it.
if (page[__UVP_ID__]) throw 0;
page[__UVP_ID__] = 1;

//! if gated
// A page that is not counted may still tell.
//! if event.custom
shared.track = shared.track || Object;
shared.flush = shared.flush || Object;
//! end
//! end

//! if privacy.gpc
// https://w3c.github.io/gpc/
if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) throw 0;
//! end
//! if privacy.dnt
// https://www.w3.org/TR/tracking-dnt/
if (navigator.doNotTrack === '1') throw 0;
//! end
//! if sampling
if (Math.random() * __UVP_SAMPLING__ > 1) throw 0;
//! end
//! if persist
counting.metrics_ = 1;
//! end
