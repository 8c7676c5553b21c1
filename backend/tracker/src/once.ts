import { page, shared } from './shared.ts';

// To throw is to leave: all of the script stands in a `try`. A configuration counts once, however often its script is in the page.
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
