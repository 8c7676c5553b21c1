/**
 * The commands of WebDriver (https://www.w3.org/TR/webdriver2/) that scenarios need, each with what it is in the two ways to send it: a
 * method and a path over HTTP, and a name of Marionette's, which Firefox itself understands. A library would bring the other hundred, and
 * none speaks to Firefox without geckodriver, which Debian has not, but over BiDi: playwright-core refuses Firefox ESR there.
 */
export const commands = {
  navigate: ['POST', 'url', 'WebDriver:Navigate'],
  back: ['POST', 'back', 'WebDriver:Back'],
  execute: ['POST', 'execute/async', 'WebDriver:ExecuteAsyncScript'],
  findElement: ['POST', 'element', 'WebDriver:FindElement'],
  click: ['POST', 'element/{id}/click', 'WebDriver:ElementClick'],
  type: ['POST', 'element/{id}/value', 'WebDriver:ElementSendKeys'],
  windowHandle: ['GET', 'window', 'WebDriver:GetWindowHandle'],
  newWindow: ['POST', 'window/new', 'WebDriver:NewWindow'],
  switchTo: ['POST', 'window', 'WebDriver:SwitchToWindow'],
  minimize: ['POST', 'window/minimize', 'WebDriver:MinimizeWindow'],
  closeWindow: ['DELETE', 'window', 'WebDriver:CloseWindow'],
} as const satisfies Record<string, readonly ['GET' | 'POST' | 'DELETE', string, string]>;

export type Command = keyof typeof commands;

/** A browser under remote control. */
export interface Session {
  readonly browserName: string;
  readonly browserVersion: string;
  /** Resolves with the result. Rejects with the browser's own words. */
  send(command: Command, parameters?: Record<string, unknown>): Promise<unknown>;
  /** Ends the session and the browser. */
  end(): Promise<void>;
}
