// The order in which a script runs: is it wanted here, what does it send with, what does it count, what does it watch.
import './once.ts';
import './queue.ts';
import './track.ts';
import './events/elements.ts';
import './events/views.ts';
