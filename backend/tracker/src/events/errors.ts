import type { Track } from './event.ts';

//! if event.error
/** `error` for each uncaught error and each rejection nobody handled; never the message, which may hold anything. */
export function watchErrors(emit: Track): void {
  addEventListener('error', () => emit('error'));
  addEventListener('unhandledrejection', () => emit('error'));
}
//! end
