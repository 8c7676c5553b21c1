/** A tab that a scenario works in. */
export interface EnginePage {
  /** Resolves when the page has loaded. */
  goto(url: string): Promise<void>;
  /** Runs statements in the page; what they return, or promise, must be JSON. */
  run<T = void>(statements: string): Promise<T>;
  /** Clicks as a person does: the browser itself makes the events. */
  click(selector: string): Promise<void>;
  /** Gives an element the focus and types, as a person does. `\n` is Enter. */
  type(selector: string, text: string): Promise<void>;
  back(): Promise<void>;
  /** The window is minimized: nobody sees the page any more. */
  hide(): Promise<void>;
  /** As a person closes a window. */
  close(): Promise<void>;
  /** Ends it, whatever it is doing. */
  discard(): Promise<void>;
}

/** A real browser. */
export interface Engine {
  /** With its version, as it says itself. */
  readonly name: string;
  open(): Promise<EnginePage>;
  close(): Promise<void>;
}
