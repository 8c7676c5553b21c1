/** What the generator writes into the script of one configuration, and the script reads. */
export interface ScriptSettings {
  /** Id of the configuration; a script that is included twice counts once. */
  readonly id: string;
  /** Full URL of `POST /api/v1/metrics`. */
  readonly endpoint: string;
  /** Public key id. */
  readonly apiKey: string;
  /** Browser token: writes this configuration's samples and nothing else. */
  readonly apiSecret: string;
  /** Name of the metric that every sample carries. */
  readonly metric: string;
  /** Declared labels in order: name, and the `$…` source that fills it; without a source only the page itself does. */
  readonly labels: readonly (readonly [name: string, source?: string])[];
  /** Events that count; empty takes every custom one. */
  readonly events: readonly string[];
}
