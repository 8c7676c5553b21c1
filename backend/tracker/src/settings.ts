import type { ScriptSettings } from '../../src/tracking-code/scriptSettings.ts';

declare const __UVP_SETTINGS__: ScriptSettings;

/** A free name in the template, where the generator puts the settings. */
export const settings: ScriptSettings = __UVP_SETTINGS__;
