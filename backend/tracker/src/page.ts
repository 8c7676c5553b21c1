// The order in which a script runs. For all metrics: how they send. For each one: is it wanted here, what does it count, what does it
// watch. For all of them again: what happens when the page is left.
import './queue.ts';
import './counting.ts';
import './once.ts';
import './track.ts';
import './events/elements.ts';
import './events/views.ts';
import './leaving.ts';
