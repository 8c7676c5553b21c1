import { limits } from '../../backend/src/contract/limits.ts';
import { metricDefaults } from '../../backend/src/contract/metricConfigs.ts';
import { metricTypes } from '../../backend/src/contract/metricTypes.ts';
import { defaultScriptOptions } from '../../backend/src/contract/scriptOptions.ts';

/** The text of `frontend/src/contract.generated.ts`: limits and defaults of the API, for forms. */
export function limitsModule(): string {
  const constants = {
    metricTypes,
    limits,
    metricDefaults: { ...metricDefaults, scriptOptions: defaultScriptOptions },
  };
  return [
    '// Written by `npm run contract` from backend/src/contract. Change it there.\n',
    ...Object.entries(constants).map(
      ([name, value]) => `export const ${name} = ${JSON.stringify(value, undefined, 2)} as const;\n`,
    ),
  ].join('\n');
}
